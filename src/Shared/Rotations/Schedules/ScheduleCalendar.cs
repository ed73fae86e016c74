using Cronos;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Rotations.Schedules;

/// <summary>
/// Calculates with a schedule's local time: when its cron occurs, and when its windows and blackouts allow changes of hosts.
/// </summary>
/// <param name="options">A valid schedule.</param>
public sealed class ScheduleCalendar(ScheduleOptions options)
{
    /// <summary>How far ahead an opening is searched for: a little more than a year.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(400);

    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private readonly CronExpression _cron = CronExpression.Parse(options.Cron, CronFormat.Standard);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    /// <summary>Returns the cron's first occurrence after a time (UTC); null when there is none for centuries.</summary>
    public DateTimeOffset? NextTick(DateTimeOffset after) => _cron.GetNextOccurrence(after, _zone)?.ToUniversalTime();

    /// <summary>Writes a time in the schedule's time zone, for people.</summary>
    public string Say(DateTimeOffset moment) => $"{ToLocal(moment):yyyy-MM-dd HH:mm} {options.TimeZone}";

    /// <summary>Whether hosts may be changed at a time. Blackouts take precedence over windows.</summary>
    public bool IsOpen(DateTimeOffset moment)
    {
        DateTime local = ToLocal(moment);
        return BlackoutOn(DateOnly.FromDateTime(local)) is null
            && (options.Windows.Count == 0 || options.Windows.Any(window => IsIn(window, local)));
    }

    /// <summary>Returns whether hosts may be changed at a time, why or why not, and when they may be again.</summary>
    public WindowState At(DateTimeOffset now)
    {
        DateTime local = ToLocal(now);
        if (BlackoutOn(DateOnly.FromDateTime(local)) is { } blackout)
        {
            return new(false, FirstOpening(now), $"blackout {blackout}");
        }

        if (options.Windows.Count == 0)
        {
            return WindowState.Unrestricted;
        }

        return options.Windows.FirstOrDefault(window => IsIn(window, local)) is { } open
            ? new(true, null, $"window {open} is open")
            : new(false, FirstOpening(now), $"outside the windows ({string.Join("; ", options.Windows)})");
    }

    /// <summary>Returns the blackout of a local day; null when there is none.</summary>
    public ScheduleBlackoutOptions? BlackoutAt(DateTimeOffset moment) => BlackoutOn(DateOnly.FromDateTime(ToLocal(moment)));

    /// <summary>
    /// Returns the first time, from the given one on, at which hosts may be changed; null when there is none within <see cref="Horizon"/>.
    /// </summary>
    public DateTimeOffset? FirstOpening(DateTimeOffset from)
    {
        if (IsOpen(from))
        {
            return from;
        }

        DateOnly day = DateOnly.FromDateTime(ToLocal(from));
        DateOnly last = day.AddDays((int)Horizon.TotalDays);
        for (; day <= last; day = day.AddDays(1))
        {
            foreach (DateTimeOffset moment in Boundaries(day))
            {
                if (moment > from && IsOpen(moment))
                {
                    return moment.ToUniversalTime();
                }
            }
        }

        return null;
    }

    private static bool IsIn(ScheduleWindowOptions window, DateTime local)
    {
        TimeSpan clock = local.TimeOfDay;
        bool opensToday = window.Days.Contains(local.DayOfWeek);
        return window.CrossesMidnight
            ? (opensToday && clock >= window.From) || (window.Days.Contains(local.AddDays(-1).DayOfWeek) && clock < window.To)
            : opensToday && clock >= window.From && clock < window.To;
    }

    /// <summary>
    /// Lists every time of a day at which something can open. On a day with a clock change that is every minute, because local times are
    /// skipped or occur twice.
    /// </summary>
    private IEnumerable<DateTimeOffset> Boundaries(DateOnly day)
    {
        DateTimeOffset start = StartOf(day);
        TimeSpan length = StartOf(day.AddDays(1)) - start;
        return length == TimeSpan.FromDays(1)
            ? options.Windows.Select(window => start + window.From).Prepend(start).Order()
            : Enumerable.Range(0, (int)length.TotalMinutes).Select(minute => start + (minute * _minute));
    }

    /// <summary>Returns the first local time of a day that exists: in some zones the clock is put forward at midnight.</summary>
    private DateTimeOffset StartOf(DateOnly day)
    {
        DateTime local = day.ToDateTime(TimeOnly.MinValue);
        while (_zone.IsInvalidTime(local))
        {
            local += _minute;
        }

        TimeSpan offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new(local, offset);
    }

    private DateTime ToLocal(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone).DateTime;

    private ScheduleBlackoutOptions? BlackoutOn(DateOnly day)
        => options.Blackouts.FirstOrDefault(blackout => blackout.From <= day && day <= blackout.To);
}
