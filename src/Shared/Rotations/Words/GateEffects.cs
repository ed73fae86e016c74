using TenantTokens.Approvals;

namespace TenantTokens.Rotations.Words;

/// <summary>Describes the effect of each choice, in the same words everywhere.</summary>
public static class GateEffects
{
    /// <summary>Returns the effect of a choice that has its quorum.</summary>
    /// <param name="kind">The gate's kind.</param>
    /// <param name="choice">The choice.</param>
    /// <param name="valid">Which tokens are valid now.</param>
    public static string From(GateKind kind, GateChoice choice, ValidTokens valid) => (kind, choice) switch
    {
        (GateKind.Start, GateChoice.Approve) => "the rotation starts, and both tokens become valid.",
        (GateKind.Adopt, GateChoice.Approve) => "this program takes over the rotation that somebody else started and continues it.",
        (GateKind.Continue, GateChoice.Retry) => "the failed targets are tried once more.",
        (GateKind.Finish, GateChoice.Approve) => "the old token dies at once, also for the exceptions. You cannot undo this.",
        (GateKind.Cancel, GateChoice.Approve) => "the new token dies at once, also for the exceptions.",
        (GateKind.Close, GateChoice.Approve)
            => "the rotation ends as it is: nothing more is sent, hosts keep the token they have, and the schedule starts nothing until a"
                + " person starts a rotation.",
        (GateKind.RestoreActiveGates, GateChoice.Approve)
            => "the ActiveGates get the old token back. From then on they reject each of the exceptions that is still on the new token.",
        (GateKind.RestoreActiveGates, GateChoice.Retry) => "the remaining OneAgents are tried once more before any ActiveGate is touched.",
        (GateKind.RestoreActiveGates, GateChoice.GoForward) => "the restored hosts get the new token again. The ActiveGates keep it.",
        (_, GateChoice.AcceptOlder)
            => "those of the exceptions that carry an older token get the new one. Then a new gate asks about the remaining exceptions.",
        (_, GateChoice.Skip) => "the exceptions are left out, and the rotation goes on without them.",
        (_, GateChoice.RollBack) => "every touched host gets the old token back, then the new token dies.",
        (_, GateChoice.Retry) => "the remaining hosts are tried once more.",
        (_, GateChoice.GoForward) => "the restored hosts get the new token again.",
        (GateKind.Close, _) => "nothing happens; the rotation stays open.",
        _ => $"nothing happens, {TokenWords.Stay(valid)}.",
    };
}
