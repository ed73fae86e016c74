using CsCheck;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Shared.Tests.Scheduling;

/// <summary>Any schedule, around the clock changes of several zones.</summary>
internal static class Gens
{
    private static readonly Gen<string> _field = Gen.Select(
        Gen.Int[0, 59],
        Gen.Int[0, 23],
        OneOf("* * *", "1 * *", "* * 0", "15,28 * *", "L * *", "* 3,10 0L", "1 1 *"),
        static (minute, hour, day) => $"{minute} {hour} {day}");

    private static readonly Gen<ScheduleWindowOptions> _window = Gen.Select(
        Gen.Int[0, 1439],
        Gen.Int[1, 1440],
        Gen.Enum<DayOfWeek>().List[1, 7])
        .Where(static (from, to, _) => from != to)
        .Select(static (from, to, days) => new ScheduleWindowOptions
        {
            From = TimeSpan.FromMinutes(from),
            To = TimeSpan.FromMinutes(to),
            Days = [.. days.Distinct()],
        });

    private static readonly Gen<ScheduleBlackoutOptions> _blackout = Gen.Select(Gen.Int[0, 730], Gen.Int[0, 30])
        .Select(static (start, length) => new ScheduleBlackoutOptions
        {
            From = new DateOnly(2026, 1, 1).AddDays(start),
            To = new DateOnly(2026, 1, 1).AddDays(start + length),
            Reason = "frozen",
        });

    /// <summary>Any schedule.</summary>
    public static readonly Gen<ScheduleOptions> Options = Gen.Select(
        _field,
        OneOf("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu", "America/Havana"),
        _window.List[0, 3],
        _blackout.List[0, 6],
        static (cron, zone, windows, blackouts) => new ScheduleOptions
        {
            Cron = cron,
            TimeZone = zone,
            Windows = windows,
            Blackouts = blackouts,
        });

    /// <summary>Any minute of two years; half of them within three days before a clock change of some zone.</summary>
    public static readonly Gen<DateTimeOffset> Now = Gen.OneOf(
        Gen.Int[0, 730 * 1440].Select(static minutes => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes)),
        Gen.Select(
            OneOf("2026-03-08", "2026-03-29", "2026-04-04", "2026-04-24", "2026-10-03", "2026-10-25", "2026-10-29", "2026-11-01"),
            Gen.Int[-4320, 720],
            static (day, minutes) => new DateTimeOffset(
                DateOnly.ParseExact(day, "yyyy-MM-dd", null).ToDateTime(TimeOnly.MinValue),
                TimeSpan.Zero).AddMinutes(minutes)));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
