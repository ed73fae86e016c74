using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// Cancel is sent only when every touched target is back on the old token, or accepted by name at an approved gate (docs/invariants.md#i7).
/// </summary>
internal sealed class CancelIsApproved : Check<Happening.CallArrived>
{
    public override string Name => "cancel-not-approved";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.CallArrived happening)
    {
        if (happening is not { Call: "cancel" } || sight.Rotation is not { } rotation || rotation.Cancel is { Number: > 1 })
        {
            yield break;
        }

        HashSet<string> accepted = [.. sight.AcceptedAt(GateKind.Cancel)];
        foreach (TargetRecord target in sight.Targets.Values.Where(
            target => target is { IsTouched: true, State: not TargetState.Restored } && !accepted.Contains(target.Name) && !target.IsGone))
        {
            yield return $"Cancel was sent while {target.Name}, which had been touched, was {target.State} and nobody had accepted that"
                + " by name.";
        }
    }
}
