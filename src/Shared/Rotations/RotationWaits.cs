using TenantTokens.Configuration;

namespace TenantTokens.Rotations;

/// <summary>The policy's waits as an orchestration counts them. Changes by addition only.</summary>
/// <param name="GateSoak">After the first ActiveGate and after the first OneAgent.</param>
/// <param name="Soak">Between later waves.</param>
/// <param name="StartSettle">How long connection info is asked for the token of a start that was not answered.</param>
/// <param name="OnlineTimeout">How long a changed component may take to be online again.</param>
/// <param name="PollInterval">Between two looks.</param>
/// <param name="Reminder">The longest wait for people without a look at the ledger: an event may be lost.</param>
/// <param name="MaxAttempts">Attempts per target in one wave.</param>
/// <param name="StragglerRound">Until machines that were off are tried again; each pause is twice the one before.</param>
/// <param name="LongestPause">The longest pause between two such rounds.</param>
/// <param name="WatchInterval">Between two looks at the watches.</param>
/// <param name="AfterFinish">How long to watch after finish.</param>
/// <param name="IsEmergency">Whether these are the waits of an emergency.</param>
public sealed record RotationWaits(
    TimeSpan GateSoak,
    TimeSpan Soak,
    TimeSpan StartSettle,
    TimeSpan OnlineTimeout,
    TimeSpan PollInterval,
    TimeSpan Reminder,
    int MaxAttempts,
    TimeSpan StragglerRound = default,
    TimeSpan LongestPause = default,
    TimeSpan WatchInterval = default,
    TimeSpan AfterFinish = default,
    bool IsEmergency = false)
{
    /// <summary>The waits of a policy.</summary>
    public static RotationWaits Of(PolicyOptions policy, bool emergency)
    {
        PolicyOptions effective = policy.For(emergency);
        return new(
            effective.GateSoak,
            effective.Soak,
            effective.StartSettle,
            effective.OnlineTimeout,
            effective.PollInterval,
            Reminder: TimeSpan.FromHours(1),
            effective.MaxAttempts,
            effective.Stragglers.FirstRound,
            effective.Stragglers.LongestPause,
            effective.Watch.Interval,
            effective.Watch.AfterFinish,
            emergency);
    }

    /// <summary>
    /// How long an open gate is left without a look at the ledger: a sixth of the time it has been open, at least <see cref="Reminder"/> and at most four times
    /// that. Events wake at once; this is for one that got lost, and a history that grows with every look.
    /// </summary>
    /// <param name="open">How long it has been open.</param>
    public TimeSpan UntilLook(TimeSpan open)
    {
        TimeSpan longest = Reminder * 4;
        TimeSpan pause = open / 6;
        return pause < Reminder ? Reminder : pause < longest ? pause : longest;
    }

    /// <summary>The pause before a round.</summary>
    /// <param name="round">0 for the first.</param>
    public TimeSpan StragglerPause(int round)
    {
        TimeSpan pause = StragglerRound * Math.Pow(2, Math.Min(round, 20));
        return pause < LongestPause ? pause : LongestPause;
    }
}
