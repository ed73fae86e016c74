using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>
/// How many targets may fail before nothing new is sent and the approvers are asked. ActiveGates and canaries have none: one failure asks.
/// </summary>
public sealed record FailureBudgetOptions
{
    /// <summary>Of one wave's targets. Default 10 %; a number (3) or percent (5 %), rounded down.</summary>
    public FailureBudget Wave { get; init; } = new(10, IsPercent: true);

    /// <summary>Of all targets that a command can reach. Default 5 %; a number or percent, rounded down.</summary>
    public FailureBudget Run { get; init; } = new(5, IsPercent: true);

    /// <summary>Whether machines that turn out to be off or disconnected count as failed. Default false: they are stragglers, tried again.</summary>
    public bool CountUnreachable { get; init; }
}
