using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Following;

/// <summary>Writes a plan as plain lines.</summary>
internal static class PlanText
{
    /// <summary>Writes the waves, the targets that are left out and why, and the first warnings and problems.</summary>
    public static void Write(TerminalWriter output, RotationSnapshot snapshot)
    {
        WriteWaves(output, snapshot);
        foreach (TargetRecord target in snapshot.Targets.Where(static target => target.State is not TargetState.Pending))
        {
            output.WriteLine($"  left out: {target.Name}: {target.State} ({target.Code}) {target.Message}{LastSeen.Words(target)}");
        }

        foreach (string warning in snapshot.Plan?.Warnings ?? [])
        {
            output.WriteLine($"  warning: {warning}");
        }

        foreach (string problem in snapshot.Plan?.Problems ?? [])
        {
            output.WriteLine($"  blocked: {problem}");
        }
    }

    /// <summary>Writes the waves and all findings of planning.</summary>
    public static void Write(TerminalWriter output, RotationSnapshot snapshot, IReadOnlyList<PlanFinding> findings)
    {
        WriteWaves(output, snapshot);
        foreach (PlanFinding finding in findings.OrderByDescending(static finding => finding.Severity))
        {
            output.WriteLine($"  {Label(finding.Severity)}: {finding} ({finding.Code})");
        }
    }

    private static void WriteWaves(TerminalWriter output, RotationSnapshot snapshot)
    {
        output.WriteLine(
            $"Plan {snapshot.Plan?.Hash} for environment {snapshot.Rotation.EnvironmentId}: {snapshot.Coverage.Pending} of"
                + $" {snapshot.Coverage.Total} targets");
        if (snapshot.Plan?.Estimate is { } estimate)
        {
            output.WriteLine($"  takes {estimate}");
        }

        foreach (WaveRecord wave in snapshot.Waves.Where(static wave => wave is { Action: TargetAction.Apply, CompletedAt: null }))
        {
            output.WriteLine(
                $"  wave {wave.Number}: {wave.Targets}"
                    + $" {(wave.Component is Component.ActiveGate ? "ActiveGates" : "OneAgents")}{(wave.IsCanary ? " (canary)" : "")} in"
                    + $" {wave.Lanes} regions");
        }
    }

    private static string Label(PlanSeverity severity) => severity switch
    {
        PlanSeverity.Problem => "blocked",
        PlanSeverity.LeftOut => "left out",
        PlanSeverity.Warning => "warning",
        _ => "note",
    };
}
