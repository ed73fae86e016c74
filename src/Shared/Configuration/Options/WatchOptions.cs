using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>What is watched while a rotation is open and after it finished, and how far it may move before the rotation parks.</summary>
public sealed record WatchOptions
{
    /// <summary>The pause between two looks at rejected messages and agents online.</summary>
    [Duration("00:00:00.01", "01:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The pause between two looks at the token that Dynatrace hands out. A token that the rotation does not expect means that another
    /// person or program finished or cancelled it.
    /// </summary>
    [Duration("00:00:00.01", "01:00:00")]
    public TimeSpan ConnectionInfoInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back rejected messages are counted. Dynatrace counts in slots of one minute.</summary>
    [Duration("00:00:00.01", "01:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many rejected messages per minute over the baseline do not park the rotation. While the canary of a component soaks, none.
    /// </summary>
    [Range(0, 1_000_000)]
    public int RejectedTolerance { get; init; }

    /// <summary>
    /// How many agents of a network zone, in percent of those online before start and rounded down, may be lost before the rotation parks.
    /// While the first ActiveGate soaks, none in its zone.
    /// </summary>
    [Range(0, 50)]
    public int OnlineTolerancePercent { get; init; } = 5;

    /// <summary>How long Dynatrace may be unreadable before the rotation parks.</summary>
    [Duration("00:00:00", "01:00:00")]
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long to watch after finish before the rotation is Completed. When that is more than 40 intervals, the looks become rarer: each
    /// pause is a sixth of the time that has passed.
    /// </summary>
    [Duration("00:00:00", "1.00:00:00")]
    public TimeSpan AfterFinish { get; init; } = TimeSpan.FromMinutes(30);
}
