namespace TenantTokens.Configuration.Options;

/// <summary>What is watched while a rotation is open and after it finished, and how far it may move before somebody is asked.</summary>
public sealed record WatchOptions
{
    /// <summary>Between two looks. Default 1 min; 10 ms to 1 h.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Between two looks at the token that Dynatrace hands out. Default 5 min; 10 ms to 1 h.</summary>
    public TimeSpan ConnectionInfoInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back rejected messages are counted. Default 5 min; 10 ms to 1 h. Dynatrace counts in slots of one minute.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Rejected messages per minute over the baseline that are let pass. Default 0; 0 to 1,000,000. While the first of a component soaks, 0.</summary>
    public int RejectedTolerance { get; init; }

    /// <summary>
    /// Agents of a network zone, in percent of those online before start and rounded down, that may be lost without a question. Default 5; 0 to 50.
    /// While the first ActiveGate soaks, 0 in its zone.
    /// </summary>
    public int OnlineTolerancePercent { get; init; } = 5;

    /// <summary>How long Dynatrace may be unreadable before somebody is asked. Default 5 min; 0 to 1 h.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long to watch after finish. Default 30 min; 0 to 1 d.</summary>
    public TimeSpan AfterFinish { get; init; } = TimeSpan.FromMinutes(30);
}
