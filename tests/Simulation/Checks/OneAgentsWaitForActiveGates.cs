using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Simulation.Checks;

/// <summary>No OneAgent is sent the new token before every ActiveGate has it or is accepted by name (docs/invariants.md#i6).</summary>
internal sealed class OneAgentsWaitForActiveGates : Check<Happening.CommandArrived>
{
    public override string Name => "oneagent-before-activegate";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.CommandArrived happening)
    {
        if (happening is { Action: "apply" } command
            && command.Target.StartsWith("oneagent/", StringComparison.Ordinal)
            && sight.Rotation is { OldTokenIsDead: false }
            && sight.Targets.Values.FirstOrDefault(
                static target => target is { Component: Component.ActiveGate, IsSettledActiveGate: false, State: not (TargetState.Uncovered
                    or TargetState.SelfRotating) }) is { } gate
            && sight.Rotation.Finish is null)
        {
            yield return $"{command.Target} was sent the new token while {gate.Name} was {gate.State}.";
        }
    }
}
