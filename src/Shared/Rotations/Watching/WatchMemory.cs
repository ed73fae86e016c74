using TenantTokens.Configuration.Options;
using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Watching;

/// <summary>What the watch keeps in mind from one look to the next. Pure, so that a look that is repeated asks the same again.</summary>
public static class WatchMemory
{
    /// <summary>A question whose hold a human has resumed is answered: that much is accepted from now on.</summary>
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

    /// <summary>What is rejected before a canary is moved is what the look after it is held against.</summary>
    public static WatchState BeforeCanary(WatchState state, WatchLook look)
        => look.RejectedPerMinute > (state.AcceptedRejectedPerMinute ?? 0)
            ? state with { AcceptedRejectedPerMinute = look.RejectedPerMinute }
            : state;

    /// <summary>The state after a look. A hold is asked anew until its answer is seen, so that a lost result costs nothing.</summary>
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
            // While it is parked people read the question as it was asked; what became worse since is another one.
            Asked = verdict.HoldCode is { } code && rotation.Phase is not RotationPhase.Parked
                ? new(code, look.At, look.RejectedPerMinute, lost)
                : state.Asked,

            // What was accepted ends when it is over: the same trouble later is new trouble.
            AcceptedRejectedPerMinute = isQuiet ? null : state.AcceptedRejectedPerMinute,
            AcceptedLost = look.Zones is not null && lost.Count == 0 ? new Dictionary<string, int>() : state.AcceptedLost,
            MetricUnavailableSince = look.MetricUnavailable is null ? null : state.MetricUnavailableSince ?? look.At,
            UnreadableSince = look.Unreadable is null ? null : state.UnreadableSince ?? look.At,

            // Only the expected token need not be looked at again at once.
            TokenSeenAt = look.Token is not TokenInForce.NotAsked && WatchRules.IsExpected(rotation, look.Token)
                ? look.At
                : state.TokenSeenAt,
        };
    }
}
