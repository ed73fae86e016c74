namespace TenantTokens.Configuration.Options;

/// <summary>When an environment's token is rotated by itself, and when its hosts may be touched at all.</summary>
public sealed record ScheduleOptions
{
    /// <summary>
    /// When a rotation is wanted, in the local time of <see cref="TimeZone"/>: minute, hour, day of month, month, day of week. The extensions L, W and #
    /// are allowed (https://github.com/HangfireIO/Cronos). A time that a clock change leaves out runs right after the change; one that it doubles, once.
    /// </summary>
    public required string Cron { get; init; }

    /// <summary>The time zone of everything in the schedule, as an IANA id such as <c>Europe/Berlin</c>. Default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The only times at which hosts may be touched. Default none: at any time.</summary>
    public IReadOnlyList<ScheduleWindowOptions> Windows { get; init; } = [];

    /// <summary>Days on which nothing starts and no host is touched. Default none. They win over windows.</summary>
    public IReadOnlyList<ScheduleBlackoutOptions> Blackouts { get; init; } = [];

    /// <summary>How long before the vault version in force expires a rotation is wanted, whatever the cron says. Default 14 d; 0 to 30 d.</summary>
    public TimeSpan ExpiryLead { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Whether rotations start by themselves. Default true. Windows and blackouts hold for every rotation but an emergency either way.</summary>
    public bool Enabled { get; init; } = true;
}
