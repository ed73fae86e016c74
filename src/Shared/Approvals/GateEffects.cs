namespace TenantTokens.Approvals;

/// <summary>What each choice does, in the same words wherever it can be chosen.</summary>
public static class GateEffects
{
    /// <summary>The effect of a choice once it has its quorum.</summary>
    public static string Of(GateKind kind, GateChoice choice) => (kind, choice) switch
    {
        (GateKind.Start, GateChoice.Approve) => "the rotation starts; both tokens will be valid.",
        (GateKind.Adopt, GateChoice.Approve) => "the rotation that somebody else has started becomes ours and goes on.",
        (GateKind.Continue, GateChoice.Retry) => "what failed is tried once more.",
        (GateKind.Finish, GateChoice.Approve) => "the old token dies at once, for the named rest too. There is no undo.",
        (GateKind.Cancel, GateChoice.Approve) => "the new token dies at once, for the named rest too.",
        (_, GateChoice.Skip) => "the named rest is left out, and the rotation goes on without it.",
        (_, GateChoice.RollBack) => "every touched host gets the old token back, then the new token dies.",
        (_, GateChoice.Retry) => "the hosts that are left are tried once more.",
        (_, GateChoice.GoForward) => "the restored hosts get the new token again.",
        _ => "nothing happens, both tokens stay valid.",
    };
}
