using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>When an environment's token is rotated by itself, and when its hosts may be touched at all.</summary>
public sealed record ScheduleOptions
{
    /// <summary>
    /// When a rotation is wanted, in local time. <c>L</c>, <c>W</c> and <c>#</c> are allowed (https://github.com/HangfireIO/Cronos). A time
    /// that a clock change leaves out runs right after the change; one that it doubles, once.
    /// </summary>
    [Required]
    [Cron]
    public required string Cron { get; init; }

    /// <summary>The time zone of everything in the schedule.</summary>
    [TimeZoneName]
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The only times at which hosts may be touched. With none: at any time.</summary>
    public IReadOnlyList<ScheduleWindowOptions> Windows { get; init; } = [];

    /// <summary>Local days on which nothing starts and no host is touched. They win over windows.</summary>
    public IReadOnlyList<ScheduleBlackoutOptions> Blackouts { get; init; } = [];

    /// <summary>How long before the vault version in force expires a rotation is wanted, whatever the cron says.</summary>
    [Duration("00:00:00", "30.00:00:00")]
    public TimeSpan ExpiryLead { get; init; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Whether rotations start by themselves. Windows and blackouts hold either way, for every rotation but an emergency.
    /// </summary>
    public bool Enabled { get; init; } = true;
}
