namespace TenantTokens.Durable;

/// <summary>
/// Where an instance stands. The names are those of <c>Microsoft.DurableTask.Client.OrchestrationRuntimeStatus</c>; the numbers are stored,
/// so they never change.
/// </summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>Accepted, not started yet.</summary>
    Pending = 0,

    /// <summary>Started and not finished: it runs, or waits for something.</summary>
    Running = 1,

    /// <summary>Takes no turn until it is resumed; what happens meanwhile is kept.</summary>
    Suspended = 2,

    /// <summary>Returned a result.</summary>
    Completed = 3,

    /// <summary>Threw, or asked for something else than its history holds.</summary>
    Failed = 4,

    /// <summary>Was ended from outside.</summary>
    Terminated = 5,
}
