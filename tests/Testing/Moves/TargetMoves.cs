using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;

namespace TenantTokens.Testing.Moves;

/// <summary>
/// A target's row moves only as <see cref="TargetTransitions"/> lists, and the row shows the cause: a restored host was sent a restore,
/// what was left out has gone or names who left it out.
/// </summary>
internal static class TargetMoves
{
    /// <summary>Whether moves are looked at in a phase: a plan makes its rows anew, so they are from start on.</summary>
    public static bool AreWatchedIn(RotationPhase phase) => phase is not (RotationPhase.Planning or RotationPhase.AwaitingStart);

    /// <summary>Why a row may not be followed by another, a sentence; null when it may.</summary>
    public static string? Refusal(TargetRecord before, TargetRecord after)
    {
        if (before.State == after.State)
        {
            return null;
        }

        TargetCause[] causes =
        [
            .. Enum.GetValues<TargetCause>().Where(cause => TargetTransitions.Next(before.State, cause).Contains(after.State)),
        ];
        return causes.Length == 0 ? $"{after.Name} was {before.State} and is {after.State}: no cause brings it there."
            : causes.Any(cause => Shows(after, cause)) ? null
            : $"{after.Name} was {before.State} and is {after.State} ({after.Code}), and its row shows none of"
                + $" {string.Join(", ", causes)}.";
    }

    /// <summary>Whether a row shows that this is why it stands as it does.</summary>
    private static bool Shows(TargetRecord after, TargetCause cause) => cause switch
    {
        TargetCause.Probed => after.Send is { Action: TargetAction.Probe },
        TargetCause.Applied => after is { Send.Action: TargetAction.Apply, Code: not null, IsTouched: true },
        TargetCause.Restored => after is { Send.Action: TargetAction.Restore, Code: not null, RestoreNotAfter: not null },
        TargetCause.ClockNotRead => after.ClockMoved,
        TargetCause.NotSent => after.Code is "not-sent",
        TargetCause.ProofLost => after.NeedsProof is not null,
        TargetCause.ProofRenewed => after is { NeedsProof: null, ProvedAt: not null },
        TargetCause.NotSeenOnline => after is { Online: false, Code: "not-online" },
        TargetCause.SeenOnline or TargetCause.CameOnlineAfterFinish => after.Online is true,
        TargetCause.WentOfflineAfterFinish => after.Online is false,
        TargetCause.SkippedByOperator => after is { Code: "skipped", SkippedBy: not null },
        TargetCause.SkippedAtGate => after is { Code: "skipped-at-gate", SkippedBy: not null, IsAccepted: true },
        TargetCause.Gone or TargetCause.LineCounted when after.State is TargetState.Skipped => after.IsGone,
        // before start only
        TargetCause.Discovered
            or TargetCause.ProbedWithItsMachine
            or TargetCause.HostIdContradicted
            or TargetCause.ProbeLeftStanding
            or TargetCause.OlderTokenFound => false,
        TargetCause.RetryAsked
            or TargetCause.Resumed
            or TargetCause.NeverAnswered
            or TargetCause.SentForwardAgain
            or TargetCause.OlderTokenAccepted => after is { Code: null, SkippedBy: null },
        TargetCause.WentOff
            or TargetCause.StillOutOfReach
            or TargetCause.OldTokenCameBack
            or TargetCause.SweepEnded
            or TargetCause.Gone
            or TargetCause.LineCounted => after.Code is not null,
        TargetCause.CameBack => after.CodeBefore is null,
        _ => throw new NotSupportedException($"It is not said how a row shows {cause}."),
    };
}
