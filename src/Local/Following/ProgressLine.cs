using System.Globalization;
using TenantTokens.Fleet;
using TenantTokens.Ledger;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Following;

/// <summary>Puts a rotation's progress into words.</summary>
internal static class ProgressLine
{
    /// <summary>One line: the phase and how far it is.</summary>
    public static string Of(RotationSnapshot snapshot) => snapshot.Rotation.Phase switch
    {
        _ when snapshot.Rotation is { Paused: true } paused
            => $"Paused while {paused.Phase}: nothing new is sent. It {StandsText.Of(paused)}; 'tenant-token resume' goes on",
        RotationPhase.AwaitingFinish or RotationPhase.RotatingActiveGates or RotationPhase.RotatingOneAgents when snapshot.Gate is { } gate => $"Gate {gate.GateId} is open: {gate.Quorum} of {string.Join(", ", gate.Approvers)} must decide; {gate.RestCount} in the named rest ({snapshot.GateOutcome})",
        RotationPhase.Planning => $"Planning: {snapshot.Targets.Count(static target => target.Probe is not null)} of {snapshot.Targets.Count(static target => target.Machine is not null)} targets probed",
        RotationPhase.RotatingActiveGates => $"Rotating ActiveGates: {Settled(snapshot, Component.ActiveGate)}{Wave(snapshot)}",
        RotationPhase.RotatingOneAgents => $"Rotating OneAgents: {Settled(snapshot, Component.OneAgent)}{Wave(snapshot)}",
        RotationPhase.RollingBack => $"Rolling back: {snapshot.Coverage.Restored} of {snapshot.Targets.Count(static target => target.IsTouched)} touched targets restored{(snapshot.Gate is { } gate ? $"; gate {gate.GateId} is open" : "")}",
        RotationPhase.Parked when snapshot.Rotation.Hold is { } hold => $"Parked ({hold.Code}): {hold.Message}",
        RotationPhase phase => phase.ToString(),
    };

    /// <summary>How much of the reachable fleet is on the new token, 0 to 1.</summary>
    public static double Share(RotationSnapshot snapshot)
    {
        int reachable = snapshot.Targets.Count(static target => target.Machine is not null && target.Code is not UncoveredCodes.NotRunning);
        return reachable == 0 ? 0 : (double)snapshot.Targets.Count(static target => target.IsOnNewToken) / reachable;
    }

    private static string Settled(RotationSnapshot snapshot, Component component)
    {
        TargetRecord[] targets = [.. snapshot.Targets.Where(target => target.Component == component && target.State is not TargetState.Uncovered)];
        int failed = targets.Count(static target => target.State is TargetState.Failed or TargetState.Expired or TargetState.Inconclusive);
        return string.Create(CultureInfo.InvariantCulture, $"{targets.Count(static target => target.IsOnNewToken)} of {targets.Length} on the new token{(failed == 0 ? "" : $", {failed} failed")}");
    }

    private static string Wave(RotationSnapshot snapshot)
    {
        WaveRecord[] waves = [.. snapshot.Waves.Where(static wave => wave.Action is not TargetAction.Probe)];
        int current = Array.FindIndex(waves, static wave => wave.CompletedAt is null);
        return current < 0 ? "" : $" (wave {current + 1} of {waves.Length}{(waves[current].IsCanary ? ", canary" : "")})";
    }
}
