using System.Globalization;
using TenantTokens.Configuration.Reading;
using TenantTokens.Configuration.Reading.Forms;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Shared.Tests.Configuration.Describing;

/// <summary>What a setting takes and what it is by default, in words for people.</summary>
internal static class Words
{
    /// <summary>What is allowed.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="quote">How code and the names of settings are shown.</param>
    public static string Allowed(Setting setting, Func<string, string> quote)
    {
        string text = setting.Form switch
        {
            WholeNumberForm number => Range(setting, quote, Number(number.Min), Number(number.Max)),
            DurationForm duration => Range(setting, quote, Duration(duration.Min), Duration(duration.Max)),
            TimeOfDayForm time => $"{time.From} to {time.To}",
            ChoiceForm choice => string.Join(", ", choice.Names.Select(quote)),
            DateForm when setting.Comparison is { } comparison => $"{setting.Form.Allowed}, not before {quote(comparison.OtherKey)}",
            _ => setting.Form!.Allowed,
        };
        return setting switch
        {
            { IsMap: true } => $"for each name {text}",
            { ItemType: not null, Form: not ChoiceForm } => $"each {text}",
            _ => text,
        };
    }

    /// <summary>What counts when the setting is left out.</summary>
    public static string Default(SettingPath path, Func<string, string> quote) => path switch
    {
        { Setting.IsRequired: true, OptionalSection: { } section } => $"required in {quote(section)}",
        { Setting.IsRequired: true } => "required",
        { Setting.WhenAbsent: { } meaning } => meaning,
        { Setting.Form: TimeOfDayForm, Default: TimeSpan time } => TimeOfDayAttribute.Text(time),
        { Default: TimeSpan duration } => Duration(duration),
        { Default: int number } => Number(number),
        { Default: bool value } => value ? "true" : "false",
        { Default: IReadOnlyList<int> percentages } => quote($"[{string.Join(", ", percentages)}]"),
        { Default: null or System.Collections.ICollection { Count: 0 } } => "none",
        { Default: Uri address } => quote(address.OriginalString),
        { Default: Enum member } => quote(ChoiceForm.NameOf(member)),
        _ => quote(path.Default.ToString()!),
    };


    private static string Range(Setting setting, Func<string, string> quote, string least, string most) => setting.Comparison switch
    {
        AtLeastAttribute comparison => $"{quote(comparison.OtherKey)} to {most}",
        AtMostAttribute comparison => $"{least} to {quote(comparison.OtherKey)}",
        _ => $"{least} to {most}",
    };

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan duration) => duration switch
    {
        _ when duration == TimeSpan.Zero => "0",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay is 0 => $"{duration.Days} d",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour is 0 => $"{(int)duration.TotalHours} h",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute is 0 => $"{(int)duration.TotalMinutes} min",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerSecond is 0 => $"{(int)duration.TotalSeconds} s",
        _ => $"{(int)duration.TotalMilliseconds} ms",
    };
}
