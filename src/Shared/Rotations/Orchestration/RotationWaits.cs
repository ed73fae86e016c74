using System.Text.Json.Serialization;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Rotations.Orchestration;

/// <summary>The policy's waits as an orchestration counts them. Changes by addition only.</summary>
/// <param name="CanarySoak">After the first ActiveGate and after the first OneAgent.</param>
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
/// <param name="FinishSettle">How long the token in force is looked at after finish or cancel.</param>
public sealed record RotationWaits(
    [property: JsonPropertyName("gateSoak")] TimeSpan CanarySoak,
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
    bool IsEmergency = false,
    TimeSpan FinishSettle = default)
{
    /// <summary>The waits of a policy.</summary>
    public static RotationWaits From(PolicyOptions policy, bool emergency)
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
            emergency,
            effective.FinishSettle);
    }

    /// <summary>
    /// How long an open gate is left without a look at the ledger: a sixth of the time it has been open, at least <see cref="Reminder"/>
    /// and at most four times that. Events wake at once; this is for one that got lost, and a history that grows with every look.
    /// </summary>
    /// <param name="open">How long it has been open.</param>
    public TimeSpan UntilLook(TimeSpan open)
    {
        TimeSpan longest = Reminder * 4;
        TimeSpan pause = open / 6;
        return pause < Reminder ? Reminder : pause < longest ? pause : longest;
    }

    /// <summary>
    /// How long until the next look at something that takes a while: <see cref="PollInterval"/> at first, then half as long again each
    /// time, at most a tenth of the limit. Whatever the limit, it is looked for some twenty times, and the last time at the limit.
    /// </summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="left">How much of that is left.</param>
    public TimeSpan UntilPoll(TimeSpan limit, TimeSpan left)
    {
        TimeSpan pause = Shorter((limit - left) / 2, limit / 10);
        pause = pause > PollInterval ? pause : PollInterval;
        return left > TimeSpan.Zero ? Shorter(pause, left) : pause;
    }

    /// <summary>
    /// How long until the next look after finish: <see cref="WatchInterval"/>; in a watch of more than forty of them a sixth of the time
    /// that has passed, when that is longer.
    /// </summary>
    /// <param name="passed">How long it has been watched.</param>
    public TimeSpan UntilLookAfterFinish(TimeSpan passed)
    {
        TimeSpan pause = AfterFinish > WatchInterval * 40 && passed / 6 > WatchInterval ? passed / 6 : WatchInterval;
        return Shorter(pause, AfterFinish);
    }

    /// <summary>The pause before a round.</summary>
    /// <param name="round">0 for the first.</param>
    public TimeSpan StragglerPause(int round)
    {
        TimeSpan pause = StragglerRound * Math.Pow(2, Math.Min(round, 20));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>Which rounds are over after a time, by their pauses alone: the number of the next one, and when it is due.</summary>
    /// <param name="passed">The time since the pause before the first round began.</param>
    public (int Round, TimeSpan Due) NextStragglerRound(TimeSpan passed)
    {
        (int round, TimeSpan due) = (0, StragglerPause(0));
        while (due <= passed && StragglerPause(round) < LongestPause)
        {
            due += StragglerPause(++round);
        }

        // From there on all pauses are the same.
        return due > passed || LongestPause <= TimeSpan.Zero
            ? (round, due)
            : (round, due + (LongestPause * Math.Ceiling((passed - due + TimeSpan.FromTicks(1)) / LongestPause)));
    }

    /// <summary>The shorter of two.</summary>
    internal static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
