using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// Finish is sent only when every target is on the new token or accepted by name at an approved gate (docs/invariants.md#i1).
/// </summary>
internal sealed class FinishIsApproved : Check<Happening.CallArrived>
{
    public override string Name => "finish-not-approved";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.CallArrived happening)
    {
        if (happening is not { Call: "finish" }
            || sight.Rotation is not { } rotation
            || rotation.Finish is { Number: > 1 }
            || rotation.OldTokenIsDead)
        {
            yield break;
        }

        HashSet<string> accepted = [.. sight.AcceptedAt(GateKind.Finish)];
        foreach (TargetRecord target in sight.Targets.Values.Where(
            target => !target.IsOnNewToken && !accepted.Contains(target.Name) && !target.IsGone))
        {
            yield return $"Finish was sent while {target.Name} was {target.State} and nobody had accepted that by name.";
        }
    }
}
