using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Watching;

/// <summary>Recognizes machines that are offline for a reason that the ledger knows, which is no sign of a refused token.</summary>
internal static class KnownAbsence
{
    /// <summary>True when the machine is off, gone, or was just told to restart its agent.</summary>
    public static bool Explains(TargetRecord target, DateTimeOffset now, PolicyOptions policy)
        => IsOff(target) || IsRestarting(target, now, policy);

    private static bool IsOff(TargetRecord target)
        => target is { State: TargetState.Unreachable, Code: UncoveredCodes.NotRunning or "machine-gone" } or { Code: UncoveredCodes.Gone };

    private static bool IsRestarting(TargetRecord target, DateTimeOffset now, PolicyOptions policy)
        => target is { Component: Component.OneAgent, Send: { Action: not TargetAction.Probe } send }
            && now <= (send.Settled && target.ProvedAt > send.SentAt ? target.ProvedAt.Value : send.SentAt + policy.CommandTimeout)
                + policy.OnlineTimeout;
}
