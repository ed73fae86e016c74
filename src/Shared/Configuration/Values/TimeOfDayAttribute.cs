using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace TenantTokens.Configuration.Values;

/// <summary>Accepts a local time of the day, written as hh:mm; 24:00 is the end of the day.</summary>
/// <param name="from">The earliest time, hh:mm.</param>
/// <param name="to">The latest time, hh:mm.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeOfDayAttribute(string from, string to) : ValidationAttribute
{
    private const string EndOfDay = "24:00";

    /// <summary>The earliest time, hh:mm.</summary>
    public string From { get; } = from;

    /// <summary>The latest time, hh:mm.</summary>
    public string To { get; } = to;

    /// <summary>Reads hh:mm, whatever the limits are; null when the text is not of that form.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text is EndOfDay)
        {
            return TimeSpan.FromDays(1);
        }

        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)
            ? time.ToTimeSpan()
            : null;
    }

    /// <summary>Writes a time in the form that <see cref="Parse"/> reads.</summary>
    public static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:D2}:{time.Minutes:D2}");

    /// <inheritdoc />
    public override bool IsValid(object? value) => value is not TimeSpan time || (time >= Parse(From) && time <= Parse(To));
}
