using System.Globalization;
using Cronos;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>The schedule section of an environment.</summary>
internal sealed partial class ConfigurationReader
{
    private static readonly Dictionary<string, DayOfWeek> _days = new(StringComparer.Ordinal)
    {
        ["monday"] = DayOfWeek.Monday,
        ["tuesday"] = DayOfWeek.Tuesday,
        ["wednesday"] = DayOfWeek.Wednesday,
        ["thursday"] = DayOfWeek.Thursday,
        ["friday"] = DayOfWeek.Friday,
        ["saturday"] = DayOfWeek.Saturday,
        ["sunday"] = DayOfWeek.Sunday,
    };

    private ScheduleOptions? ReadSchedule(ConfigurationSection section)
    {
        ScheduleOptions byDefault = new() { Cron = string.Empty };
        ScheduleOptions options = byDefault with
        {
            Cron = section.Text("cron", IsCron, "5 fields of cron (minute, hour, day of month, month, day of week) that meet a date, such as \"0 2 1 * *\"", required: true) ?? string.Empty,
            TimeZone = section.Text("timeZone", IsTimeZone, "the IANA id of a time zone that this machine knows, such as Europe/Berlin") ?? byDefault.TimeZone,
            Windows = [.. section.Items("windows", required: false, "windows").Select(item => ReadWindow(new ConfigurationSection(item.Element, item.Path, problems)))],
            Blackouts = [.. section.Items("blackouts", required: false, "blackouts").Select(item => ReadBlackout(new ConfigurationSection(item.Element, item.Path, problems))).OfType<ScheduleBlackoutOptions>()],
            ExpiryLead = section.Duration("expiryLead", byDefault.ExpiryLead, TimeSpan.Zero, TimeSpan.FromDays(30)),
            Enabled = section.Boolean("enabled", byDefault.Enabled),
        };
        section.End();
        return section.IsPresent ? options : null;
    }

    private static ScheduleWindowOptions ReadWindow(ConfigurationSection section)
    {
        ScheduleWindowOptions byDefault = new();
        DayOfWeek[] days = [.. section.Texts("days", _days.ContainsKey, string.Join(", ", _days.Keys), required: section.Has("days")).Select(static name => _days[name])];
        string? from = section.Text("from", static value => Clock(value) < TimeSpan.FromDays(1), "a local time hh:mm from 00:00 to 23:59");
        string? to = section.Text("to", static value => Clock(value) > TimeSpan.Zero, "a local time hh:mm from 00:01 to 24:00");
        section.End();
        ScheduleWindowOptions window = new()
        {
            Days = days.Length > 0 ? days : byDefault.Days,
            From = Clock(from) ?? byDefault.From,
            To = Clock(to) ?? byDefault.To,
        };
        if (window.From == window.To)
        {
            section.Problem("to", "is also when the window opens; it must close at another time. Leave both out for the whole day.");
        }

        return window;
    }

    private static ScheduleBlackoutOptions? ReadBlackout(ConfigurationSection section)
    {
        string? from = section.Text("from", static value => Date(value) is not null, "a date yyyy-MM-dd", required: true);
        string? to = section.Text("to", static value => Date(value) is not null, "a date yyyy-MM-dd", required: true);
        string? reason = section.Text("reason", IsName, "a text of 1 to 200 characters", required: true);
        section.End();
        if (Date(from) is not { } first || Date(to) is not { } last || reason is null)
        {
            return null; // the mistake has been named
        }

        if (last < first)
        {
            section.Problem("to", $"must not be before from, which is {first:yyyy-MM-dd}.");
        }

        return new ScheduleBlackoutOptions { From = first, To = last, Reason = reason };
    }

    private static bool IsCron(string value)
        => value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length == 5
            && CronExpression.TryParse(value, CronFormat.Standard, out CronExpression? cron)
            && cron.GetNextOccurrence(DateTime.UnixEpoch) is not null;

    private static bool IsTimeZone(string value) => value.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(value, out _);

    private static TimeSpan? Clock(string? value)
        => value is "24:00" ? TimeSpan.FromDays(1)
            : TimeOnly.TryParseExact(value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time.ToTimeSpan() : null;

    private static DateOnly? Date(string? value) => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;
}
