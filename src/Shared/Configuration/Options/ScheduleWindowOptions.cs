using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>A part of the day, on some days of the week, in local time.</summary>
public sealed record ScheduleWindowOptions : IValidatableObject
{
    /// <summary>The days on which the window opens.</summary>
    [MinLength(1)]
    [WhenAbsent("all days")]
    public IReadOnlyList<DayOfWeek> Days { get; init; } = Enum.GetValues<DayOfWeek>();

    /// <summary>When the window opens.</summary>
    [TimeOfDay("00:00", "23:59")]
    public TimeSpan From { get; init; }

    /// <summary>When the window closes: this minute is outside. Before <see cref="From"/>, it closes on the next day.</summary>
    [TimeOfDay("00:01", "24:00")]
    public TimeSpan To { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether it closes on the day after it opened.</summary>
    public bool CrossesMidnight => To < From;

    /// <summary>For a person, such as <c>Sat, Sun 22:00-04:00</c>.</summary>
    public override string ToString()
    {
        string days = Days.Count == 7 ? "every day" : string.Join(", ", Days.Select(static day => $"{day}"[..3]));
        return $"{days} {TimeOfDayAttribute.Text(From)}-{TimeOfDayAttribute.Text(To)}";
    }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (From == To)
        {
            yield return new ValidationResult(
                "is also when the window opens; it must close at another time. Leave both out for the whole day.",
                [nameof(To)]);
        }
    }
}
