namespace TenantTokens.Durable;

/// <summary>
/// The status of an instance. The names are those of <c>Microsoft.DurableTask.Client.OrchestrationRuntimeStatus</c>; the numbers are
/// stored, so they never change.
/// </summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>Accepted, not started yet.</summary>
    Pending = 0,

    /// <summary>Started and not finished: it runs or waits.</summary>
    Running = 1,

    /// <summary>Suspended until it is resumed. Events that arrive meanwhile are kept.</summary>
    Suspended = 2,

    /// <summary>Finished with a result.</summary>
    Completed = 3,

    /// <summary>Ended by an exception, or because its code asked for something that is not in its history.</summary>
    Failed = 4,

    /// <summary>Was ended from outside.</summary>
    Terminated = 5,
}
