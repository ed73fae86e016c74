using System.Globalization;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Watching;

/// <summary>
/// Decides when an open rotation is parked because of what Dynatrace reports. Pure. A fleet that is no worse than its baseline, or than
/// what a person accepted, is never a reason; a token in force that is not ours always is.
/// </summary>
public static class WatchRules
{
    /// <summary>Returns what a check means for the rotation.</summary>
    /// <param name="rotation">The rotation. Before its start took effect, the token in force has no meaning.</param>
    /// <param name="baseline">The state before start.</param>
    /// <param name="state">The state of the watch, with the answers taken over (<see cref="WatchMemory.TakeAnswer"/>).</param>
    /// <param name="look">The readings of the check.</param>
    /// <param name="options">The tolerances.</param>
    public static WatchVerdict Evaluate(
        RotationRecord rotation,
        WatchBaseline baseline,
        WatchState state,
        WatchLook look,
        WatchOptions options)
    {
        bool isInconclusive = look.MetricUnavailable is not null || look.Unreadable is not null || baseline.IsInconclusive;
        if (rotation.OldTokenIsDead && IsExpected(rotation, look.Token))
        {
            return new(IsInconclusive: isInconclusive); // hosts are offline until they have the new token: parking would keep them so
        }

        WatchVerdict? hold = WrongToken(rotation, look)
            ?? RejectedRose(rotation, baseline, state, look, options)
            ?? AgentsLost(baseline, state, look, options)
            ?? MetricUnavailable(state, look, options)
            ?? Unreadable(state, look, options);
        return (hold ?? new WatchVerdict()) with { IsInconclusive = isInconclusive };
    }

    /// <summary>Whether the token in force is one that is expected in the rotation's phase.</summary>
    public static bool IsExpected(RotationRecord rotation, TokenInForce token) => token switch
    {
        TokenInForce.New => true,
        TokenInForce.Old => IsTurningBack(rotation),
        TokenInForce.Foreign => false,
        _ => true,
    };

    /// <summary>Returns the agents lost since the baseline by network zone, beyond what the policy allows.</summary>
    public static IReadOnlyDictionary<string, int> Lost(WatchBaseline baseline, WatchLook look, WatchOptions options)
    {
        Dictionary<string, int> lost = new(StringComparer.Ordinal);
        foreach ((string zone, ZoneOnline before) in look.Zones is null ? new Dictionary<string, ZoneOnline>() : baseline.Zones)
        {
            int missing = look.Zones!.GetValueOrDefault(zone, new(0, 0)).LostSince(before);
            int tolerance = look.StrictZones.Contains(zone) ? 0 : before.Online * options.OnlineTolerancePercent / 100;
            if (missing > tolerance)
            {
                lost.Add(zone, missing);
            }
        }

        return lost;
    }

    /// <summary>
    /// Whether more messages are rejected than before start and than a person accepted. Without a baseline, every message counts.
    /// </summary>
    public static bool IsOver(double? rejectedPerMinute, WatchBaseline baseline, WatchState state, int tolerance)
        => rejectedPerMinute > Math.Max((baseline.RejectedPerMinute ?? 0) + tolerance, state.AcceptedRejectedPerMinute ?? 0);

    internal static int ToleranceOf(WatchLook look, WatchOptions options) => look.IsSoaking ? 0 : options.RejectedTolerance;

    // During a rollback either token may be in force: our rotation is cancelled in the end, and if another party has already cancelled it,
    // continuing is right.
    private static bool IsTurningBack(RotationRecord rotation)
        => (rotation.Phase is RotationPhase.Parked ? rotation.ParkedFrom : rotation.Phase) is RotationPhase.RollingBack
            or RotationPhase.Cancelling
            or RotationPhase.Cancelled;

    private static WatchVerdict? WrongToken(RotationRecord rotation, WatchLook look) => look.Token switch
    {
        _ when !rotation.StartTookEffect || IsExpected(rotation, look.Token) || IsAnswered(rotation, look) => null,
        TokenInForce.Old => new(
            ParkCodes.CancelledBySomebodyElse,
            "Dynatrace hands out the old token again: somebody cancelled this rotation, and hosts on the new token lose data. Nothing is"
                + " sent. Abort at once: it puts the old token back on every touched host."),
        _ => new(ParkCodes.ForeignToken, ForeignTokenHold.Message),
    };

    /// <summary>Whether a person was asked about this third token and has answered. Another token is another question.</summary>
    private static bool IsAnswered(RotationRecord rotation, WatchLook look)
        => look.Token is TokenInForce.Foreign && look.TokenFingerprint is { } fingerprint && fingerprint == rotation.AnsweredForeignToken;

    /// <summary>
    /// Reports a rise of rejected messages. After a person has answered one, only the check after the canary asks again: until then no
    /// OneAgent is changed that could make it worse.
    /// </summary>
    private static WatchVerdict? RejectedRose(
        RotationRecord rotation,
        WatchBaseline baseline,
        WatchState state,
        WatchLook look,
        WatchOptions options)
        => IsOver(look.RejectedPerMinute, baseline, state, ToleranceOf(look, options))
            && (rotation.OneAgentCanarySince is null || look.IsSoaking)
            ? new(
                ParkCodes.RejectedMessagesRose,
                RejectedMessagesHold.Message(
                    Rate(look.RejectedPerMinute),
                    Rate(baseline.RejectedPerMinute),
                    isCanaryOut: rotation.OneAgentCanarySince is not null))
            : null;

    private static WatchVerdict? AgentsLost(WatchBaseline baseline, WatchState state, WatchLook look, WatchOptions options)
    {
        (string Zone, int Lost)[] worse =
        [
            .. Lost(baseline, look, options)
                .Where(zone => zone.Value > state.AcceptedLost.GetValueOrDefault(zone.Key))
                .Select(static zone => (zone.Key, zone.Value))
                .OrderByDescending(static zone => zone.Value)
                .ThenBy(static zone => zone.Key, StringComparer.Ordinal),
        ];
        if (worse.Length == 0)
        {
            return null;
        }

        string zones = string.Join(
            ", ",
            worse.Take(5)
                .Select(
                    zone =>
                        $"{zone.Lost} of {baseline.Zones[zone.Zone].Online} in"
                            + $" {(zone.Zone is ZoneCensus.OtherZones ? "the smaller zones" : zone.Zone)}"));
        return new(
            ParkCodes.AgentsLost,
            $"OneAgents that were online before start are offline now, and neither a stopped machine nor a restart explains it: {zones}."
                + $" Nothing is sent. Check them in Dynatrace. Resume to accept this many offline OneAgents, or abort.");
    }

    private static WatchVerdict? MetricUnavailable(WatchState state, WatchLook look, WatchOptions options)
        => look.MetricUnavailable is { } reason && !state.MetricAnswered
            && (look.MetricStaysUnavailable || look.At - (state.MetricUnavailableSince ?? look.At) >= options.Grace)
            ? new(
                ParkCodes.MetricUnavailable,
                $"Whether ActiveGates reject messages is not known: {reason} The API token needs the scope metrics.read. Fix this, then"
                    + $" resume. If you resume without fixing it, the rotation goes on without this watch and does not ask again.")
            : null;

    private static WatchVerdict? Unreadable(WatchState state, WatchLook look, WatchOptions options)
        => look.Unreadable is { } reason && look.At - (state.UnreadableSince ?? look.At) >= options.Grace
            ? new(
                ParkCodes.WatchBlind,
                $"Dynatrace cannot be read, so the state of the fleet is not known: {reason} Nothing is sent. Fix this, then resume, or"
                    + $" abort.")
            : null;

    private static string Rate(double? perMinute)
        => perMinute is { } known ? known.ToString("0.##", CultureInfo.InvariantCulture) : "not known";
}
