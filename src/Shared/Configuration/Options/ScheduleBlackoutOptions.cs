using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>Local days on which nothing starts and no host is touched.</summary>
public sealed record ScheduleBlackoutOptions
{
    /// <summary>The first day.</summary>
    [Required]
    public required DateOnly From { get; init; }

    /// <summary>The last day, which belongs to the blackout.</summary>
    [Required]
    [AtLeast(nameof(From))]
    public required DateOnly To { get; init; }

    /// <summary>Why. Said to whoever asks what holds a rotation up.</summary>
    [Required]
    [ShortText("a text")]
    public required string Reason { get; init; }

    /// <summary>For a person.</summary>
    public override string ToString() => $"{From:yyyy-MM-dd} to {To:yyyy-MM-dd} ({Reason})";
}
