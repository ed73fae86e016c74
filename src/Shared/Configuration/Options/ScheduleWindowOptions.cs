namespace TenantTokens.Configuration.Options;

/// <summary>A part of the day, on some days of the week, in local time.</summary>
public sealed record ScheduleWindowOptions
{
    /// <summary>The days on which it opens; all of them by default.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = Enum.GetValues<DayOfWeek>();

    /// <summary>When it opens. Default 00:00; to 23:59.</summary>
    public TimeSpan From { get; init; }

    /// <summary>When it closes: this minute is outside. Default 24:00; from 00:01. Before <see cref="From"/>, it closes on the next day.</summary>
    public TimeSpan To { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether it closes on the day after it opened.</summary>
    public bool CrossesMidnight => To < From;

    /// <summary>For a person, such as <c>Sat, Sun 22:00-04:00</c>.</summary>
    public override string ToString() => $"{(Days.Count == 7 ? "every day" : string.Join(", ", Days.Select(static day => $"{day}"[..3])))} {Clock(From)}-{Clock(To)}";

    private static string Clock(TimeSpan time) => $"{(int)time.TotalHours:D2}:{time.Minutes:D2}";
}
