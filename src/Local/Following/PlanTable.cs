using System.Globalization;
using Spectre.Console;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Local.Following;

/// <summary>Writes a plan as tables, for a person at a terminal.</summary>
internal static class PlanTable
{
    /// <summary>Writes waves, estimate and findings.</summary>
    public static void Write(IAnsiConsole console, RotationSnapshot snapshot, IReadOnlyList<PlanFinding> findings)
    {
        console.MarkupLine($"Plan [bold]{TerminalMarkup.From(snapshot.Plan?.Hash ?? "none")}[/] for environment"
            + $" {TerminalMarkup.From(snapshot.Rotation.EnvironmentId)}: {snapshot.Coverage.Pending} of {snapshot.Coverage.Total} targets");
        WaveRecord[] waves = [.. snapshot.Waves.Where(static wave => wave is { Action: TargetAction.Apply, CompletedAt: null })];
        if (waves.Length > 0)
        {
            Table table = new Table().Border(TableBorder.Rounded).AddColumns("Wave", "Component")
                .AddColumn(new TableColumn("Targets").RightAligned()).AddColumn(new TableColumn("Regions").RightAligned());
            foreach (WaveRecord wave in waves)
            {
                table.AddRow(
                    Number(wave.Number) + (wave.IsCanary ? " (canary)" : ""), $"{wave.Component}", Number(wave.Targets),
                    Number(wave.Lanes));
            }

            console.Write(table);
        }

        if (findings.Count > 0)
        {
            Table table = new Table().Border(TableBorder.Rounded).AddColumns("", "Target", "Code", "What");
            foreach (PlanFinding finding in findings.OrderBy(static finding => finding.Severity))
            {
                table.AddRow(
                    Label(finding.Severity), TerminalMarkup.From(finding.Target ?? "the fleet"), TerminalMarkup.From(finding.Code),
                    TerminalMarkup.From(finding.Message));
            }

            console.Write(table);
        }

        if (snapshot.Plan?.Estimate is { } estimate)
        {
            console.MarkupLine(TerminalMarkup.From($"Takes {estimate}."));
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Label(PlanSeverity severity) => severity switch
    {
        PlanSeverity.Problem => "[red]blocked[/]",
        PlanSeverity.LeftOut => "[yellow]left out[/]",
        PlanSeverity.Warning => "[yellow]warning[/]",
        _ => "note",
    };
}
