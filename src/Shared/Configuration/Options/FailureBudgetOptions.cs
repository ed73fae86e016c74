using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>
/// How many targets may fail before nothing new is sent and the approvers are asked. ActiveGates and canaries have no budget: one failure
/// asks.
/// </summary>
public sealed record FailureBudgetOptions
{
    /// <summary>How many of one wave's targets may fail. A percentage is rounded down.</summary>
    public FailureBudget Wave { get; init; } = new(10, IsPercent: true);

    /// <summary>How many of all targets that a command can reach may fail. A percentage is rounded down.</summary>
    public FailureBudget Run { get; init; } = new(5, IsPercent: true);

    /// <summary>
    /// Whether machines that turn out to be off or disconnected count as failed. Else they are tried again as stragglers.
    /// </summary>
    public bool CountUnreachable { get; init; }
}
