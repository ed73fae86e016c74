namespace TenantTokens.Configuration;

/// <summary>Who decides what.</summary>
public sealed record ApprovalOptions
{
    /// <summary>The gate before anything happens.</summary>
    public StartGateOptions Start { get; init; } = new();

    /// <summary>The gate before the old token dies.</summary>
    public FinishGateOptions Finish { get; init; } = new();

    /// <summary>A voter made of code, for demonstrations; refused unless every endpoint is loopback. Default null.</summary>
    public SimulatedApproverOptions? SimulatedApprover { get; init; }
}
