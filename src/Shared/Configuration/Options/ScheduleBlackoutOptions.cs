namespace TenantTokens.Configuration.Options;

/// <summary>Local days on which nothing starts and no host is touched.</summary>
public sealed record ScheduleBlackoutOptions
{
    /// <summary>The first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, which belongs to it.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Why, for whoever asks what holds a rotation up; 1 to 200 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>For a person.</summary>
    public override string ToString() => $"{From:yyyy-MM-dd} to {To:yyyy-MM-dd} ({Reason})";
}
