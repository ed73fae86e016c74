using TenantTokens.Rotations.Schedules;
using TenantTokens.Scheduling;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Following;

/// <summary>Writes an environment's schedule for people.</summary>
internal static class ScheduleText
{
    /// <summary>Writes the schedule.</summary>
    public static void Write(TerminalWriter output, ScheduleView view)
    {
        output.WriteLine($"{view.EnvironmentId}: {view.Answer.Reason}");
        if (view.Options is not { } options)
        {
            return;
        }

        ScheduleCalendar calendar = new(options);
        Row("Cron", $"{options.Cron} ({options.TimeZone})");
        Row("Next due", options.Enabled ? Say(view.Answer.Due?.At ?? view.Record.NextDue) : "never: switched off");
        Row(
            "Last success",
            view.Record.LastSuccess is { } success ? $"{calendar.Say(success)} ({view.Record.LastSuccessRotationId})" : "none known");
        Row(
            "Hosts",
            view.Window.IsOpen
                ? $"may be touched: {view.Window.Reason}"
                : $"may not be touched before {Say(view.Window.OpensAt)}: {view.Window.Reason}");
        Row("Expires", view.VaultProblem ?? Say(view.InForce?.ExpiresOn));
        if (view.Record.LastSkipped is { } skipped)
        {
            Row("Skipped", $"due {calendar.Say(skipped.Due)}, while {skipped.RotationId} was open");
        }

        void Row(string name, string value) => output.WriteLine($"  {name,-13}{value}");

        string Say(DateTimeOffset? moment) => moment is { } at ? calendar.Say(at) : "never";
    }
}
