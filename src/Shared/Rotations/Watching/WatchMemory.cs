using TenantTokens.Configuration.Options;
using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Watching;

/// <summary>What the watch remembers between two checks. Pure, so that a repeated check asks the same question again.</summary>
public static class WatchMemory
{
    /// <summary>Takes over a person's answer: when they have resumed a park of the watch, the values of that time are accepted.</summary>
    public static WatchState TakeAnswer(WatchState state, RotationRecord rotation)
    {
        if (state.Asked is not { } asked
            || rotation.LastParkReason is not { } answered
            || answered.Code != asked.Code
            || answered.Since < asked.At)
        {
            return state;
        }

        return asked.Code switch
        {
            ParkCodes.RejectedMessagesRose => state with { Asked = null, AcceptedRejectedPerMinute = asked.RejectedPerMinute },
            ParkCodes.AgentsLost => state with { Asked = null, AcceptedLost = asked.Lost },
            ParkCodes.MetricUnavailable => state with { Asked = null, MetricAnswered = true },
            ParkCodes.WatchBlind => state with { Asked = null, UnreadableSince = null },
            _ => state with { Asked = null },
        };
    }

    /// <summary>Accepts the messages rejected before a canary goes; the check after it is compared with them.</summary>
    public static WatchState BeforeCanary(WatchState state, WatchLook look)
        => look.RejectedPerMinute > (state.AcceptedRejectedPerMinute ?? 0)
            ? state with { AcceptedRejectedPerMinute = look.RejectedPerMinute }
            : state;

    /// <summary>
    /// Returns the state after a check. The question is asked again until its answer is seen, so that a lost result does no harm.
    /// </summary>
    public static WatchState After(
        RotationRecord rotation,
        WatchBaseline baseline,
        WatchState state,
        WatchLook look,
        WatchVerdict verdict,
        WatchOptions options)
    {
        IReadOnlyDictionary<string, int> lost = WatchRules.Lost(baseline, look, options);
        bool isQuiet = look.RejectedPerMinute is not null
            && !WatchRules.IsOver(look.RejectedPerMinute, baseline, new WatchState(), options.RejectedTolerance);
        return state with
        {
            // While the rotation is parked, people read the question as it was asked; what became worse since is a new question.
            Asked = verdict.HoldCode is { } code && rotation.Phase is not RotationPhase.Parked
                ? new(code, look.At, look.RejectedPerMinute, lost)
                : state.Asked,

            // An acceptance ends when the problem is over: the same problem later is a new one.
            AcceptedRejectedPerMinute = isQuiet ? null : state.AcceptedRejectedPerMinute,
            AcceptedLost = look.Zones is not null && lost.Count == 0 ? new Dictionary<string, int>() : state.AcceptedLost,
            MetricUnavailableSince = look.MetricUnavailable is null ? null : state.MetricUnavailableSince ?? look.At,
            UnreadableSince = look.Unreadable is null ? null : state.UnreadableSince ?? look.At,

            // Only an expected token need not be read again at once.
            TokenSeenAt = look.Token is not TokenInForce.NotAsked && WatchRules.IsExpected(rotation, look.Token)
                ? look.At
                : state.TokenSeenAt,
        };
    }
}
