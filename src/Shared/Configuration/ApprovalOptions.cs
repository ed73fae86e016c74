using TenantTokens.Approvals;

namespace TenantTokens.Configuration;

/// <summary>Who decides what.</summary>
public sealed record ApprovalOptions
{
    /// <summary>The gate before anything happens.</summary>
    public StartGateOptions Start { get; init; } = new();

    /// <summary>The gate before the old token dies.</summary>
    public FinishGateOptions Finish { get; init; } = new();

    /// <summary>The gate that asks how to go on when too much has failed; as finish when left out.</summary>
    public GateVoterOptions Continue { get; init; } = new();

    /// <summary>The gate before the new token dies; as finish when left out.</summary>
    public GateVoterOptions Cancel { get; init; } = new();

    /// <summary>A voter made of code, for demonstrations; refused unless every endpoint is loopback. Default null.</summary>
    public SimulatedApproverOptions? SimulatedApprover { get; init; }

    /// <summary>Who may decide a gate of this kind.</summary>
    public IReadOnlyList<string> ApproversOf(GateKind kind)
    {
        IReadOnlyList<string> approvers = VotersOf(kind).Approvers ?? Finish.Approvers;
        return SimulatedApprover is { } simulated && !approvers.Contains(simulated.Name) ? [.. approvers, simulated.Name] : approvers;
    }

    /// <summary>How many of them must say the same.</summary>
    public int QuorumOf(GateKind kind) => VotersOf(kind).Quorum ?? Finish.Quorum;

    private GateVoterOptions VotersOf(GateKind kind) => kind switch
    {
        GateKind.Start => new() { Quorum = Start.Quorum, Approvers = Start.Approvers },
        GateKind.Continue => Continue,
        GateKind.Cancel => Cancel,
        _ => new(), // finish, and taking over somebody else's rotation
    };
}
