using TenantTokens.Approvals;

namespace TenantTokens.Rotations.Words;

/// <summary>What each choice does, in the same words wherever it can be chosen.</summary>
public static class GateEffects
{
    /// <summary>The effect of a choice once it has its quorum.</summary>
    /// <param name="kind">The gate's kind.</param>
    /// <param name="choice">The choice.</param>
    /// <param name="valid">Which tokens are valid now.</param>
    public static string From(GateKind kind, GateChoice choice, ValidTokens valid) => (kind, choice) switch
    {
        (GateKind.Start, GateChoice.Approve) => "the rotation starts; both tokens will be valid.",
        (GateKind.Adopt, GateChoice.Approve) => "the rotation that somebody else has started becomes ours and goes on.",
        (GateKind.Continue, GateChoice.Retry) => "what failed is tried once more.",
        (GateKind.Finish, GateChoice.Approve) => "the old token dies at once, for the named rest too. There is no undo.",
        (GateKind.Cancel, GateChoice.Approve) => "the new token dies at once, for the named rest too.",
        (GateKind.Close, GateChoice.Approve) => "the rotation ends as it is: nothing more is sent, hosts stay on the token they have, and the schedule waits for a person.",
        (GateKind.RestoreActiveGates, GateChoice.Approve) => "the ActiveGates get the old token back. From then on they reject the named rest, as long as it is on the new token.",
        (GateKind.RestoreActiveGates, GateChoice.Retry) => "the OneAgents that are left are tried once more. No ActiveGate is touched before.",
        (GateKind.RestoreActiveGates, GateChoice.GoForward) => "the restored hosts get the new token again. No ActiveGate is touched before.",
        (_, GateChoice.AcceptOlder) => "the hosts of the named rest that carry an older token get the new one. Then it is asked again about what is left.",
        (_, GateChoice.Skip) => "the named rest is left out, and the rotation goes on without it.",
        (_, GateChoice.RollBack) => "every touched host gets the old token back, then the new token dies.",
        (_, GateChoice.Retry) => "the hosts that are left are tried once more.",
        (_, GateChoice.GoForward) => "the restored hosts get the new token again.",
        (GateKind.Close, _) => "nothing happens; the rotation stays open.",
        _ => $"nothing happens, {TokenWords.Stay(valid)}.",
    };
}
