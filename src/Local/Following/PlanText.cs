using TenantTokens.Fleet;
using TenantTokens.Ledger;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Following;

/// <summary>A plan in words.</summary>
internal static class PlanText
{
    /// <summary>Writes the waves, what is left out and why, warnings and problems.</summary>
    public static void Write(TextWriter output, RotationSnapshot snapshot)
    {
        output.WriteLine($"Plan {snapshot.Plan?.Hash} for environment {snapshot.Rotation.EnvironmentId}: {snapshot.Coverage.Pending} of {snapshot.Coverage.Total} targets");
        foreach (WaveRecord wave in snapshot.Waves.Where(static wave => wave is { Action: TargetAction.Apply, CompletedAt: null }))
        {
            output.WriteLine($"  wave {wave.Number}: {wave.Targets} {(wave.Component is Component.ActiveGate ? "ActiveGates" : "OneAgents")}{(wave.IsCanary ? " (canary)" : "")} in {wave.Lanes} regions");
        }

        foreach (TargetRecord target in snapshot.Targets.Where(static target => target.State is not TargetState.Pending))
        {
            output.WriteLine($"  left out: {target.Name}: {target.State} ({target.Code}) {target.Message}");
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
}
