using TenantTokens.Configuration.Options;

namespace TenantTokens.Approvals;

/// <summary>Which of the <c>approvals</c> settings say who decides a gate.</summary>
public static class GateVoters
{
    /// <summary>Who may decide a gate of this kind.</summary>
    public static IReadOnlyList<string> ApproversOf(this ApprovalOptions options, GateKind kind)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Approvers(VotersOf(options, kind).Approvers);
    }

    /// <summary>How many of them must choose the same.</summary>
    public static int QuorumOf(this ApprovalOptions options, GateKind kind)
    {
        ArgumentNullException.ThrowIfNull(options);
        return VotersOf(options, kind).Quorum ?? options.Finish.Quorum;
    }

    private static GateVoterOptions VotersOf(ApprovalOptions options, GateKind kind) => kind switch
    {
        GateKind.Start => new() { Quorum = options.Start.Quorum, Approvers = options.Start.Approvers },
        GateKind.Continue => options.Continue,
        GateKind.Cancel or GateKind.RestoreActiveGates => options.Cancel,
        _ => new(), // finish, and taking over somebody else's rotation
    };
}
