using System.Text.Json.Serialization;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Rotations.Orchestration;

/// <summary>The policy's waits in the form that orchestrations use. Changes by addition only.</summary>
/// <param name="CanarySoak">The soak after the first ActiveGate and after the first OneAgent.</param>
/// <param name="Soak">The soak between later waves.</param>
/// <param name="StartSettle">How long connection info is read for the token of a start that was not answered.</param>
/// <param name="OnlineTimeout">How long a changed component may take to be online again.</param>
/// <param name="PollInterval">The time between two checks.</param>
/// <param name="Reminder">The longest wait for people without reading the ledger, since an event may be lost.</param>
/// <param name="MaxAttempts">The most attempts per target in one wave.</param>
/// <param name="StragglerRound">The pause before machines that were off are tried again; each further pause is twice as long.</param>
/// <param name="LongestPause">The longest pause between two such rounds.</param>
/// <param name="WatchInterval">The time between two checks of the watch.</param>
/// <param name="AfterFinish">How long the watch goes on after finish.</param>
/// <param name="IsEmergency">Whether these are the waits of an emergency.</param>
/// <param name="FinishSettle">How long the token in force is read after finish or cancel.</param>
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
    /// <summary>Takes the waits from a policy.</summary>
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
    /// Returns how long an open gate is left without reading the ledger: a sixth of the time that it has been open, at least <see
    /// cref="Reminder"/> and at most four times that. Events wake the orchestration at once; this is in case one was lost, and each read
    /// adds to the history.
    /// </summary>
    /// <param name="open">How long it has been open.</param>
    public TimeSpan UntilLook(TimeSpan open)
    {
        TimeSpan longest = Reminder * 4;
        TimeSpan pause = open / 6;
        return pause < Reminder ? Reminder : pause < longest ? pause : longest;
    }

    /// <summary>
    /// Returns the time until the next check of something that takes a while: <see cref="PollInterval"/> at first, then half as long again
    /// each time, at most a tenth of the limit. Whatever the limit is, there are some twenty checks, the last one at the limit.
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
    /// Returns the time until the next check after finish: <see cref="WatchInterval"/>. A watch of more than forty such intervals uses a
    /// sixth of the time passed, when that is longer.
    /// </summary>
    /// <param name="passed">The time since finish.</param>
    public TimeSpan UntilLookAfterFinish(TimeSpan passed)
    {
        TimeSpan pause = AfterFinish > WatchInterval * 40 && passed / 6 > WatchInterval ? passed / 6 : WatchInterval;
        return Shorter(pause, AfterFinish);
    }

    /// <summary>Returns the pause before a round.</summary>
    /// <param name="round">0 for the first.</param>
    public TimeSpan StragglerPause(int round)
    {
        TimeSpan pause = StragglerRound * Math.Pow(2, Math.Min(round, 20));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>
    /// Calculates, from the pauses alone, which rounds are over after a time: the number of the next round, and when it is due.
    /// </summary>
    /// <param name="passed">The time since the pause before the first round began.</param>
    public (int Round, TimeSpan Due) NextStragglerRound(TimeSpan passed)
    {
        (int round, TimeSpan due) = (0, StragglerPause(0));
        while (due <= passed && StragglerPause(round) < LongestPause)
        {
            due += StragglerPause(++round);
        }

        // From there on all pauses have the same length.
        return due > passed || LongestPause <= TimeSpan.Zero
            ? (round, due)
            : (round, due + (LongestPause * Math.Ceiling((passed - due + TimeSpan.FromTicks(1)) / LongestPause)));
    }

    internal static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
