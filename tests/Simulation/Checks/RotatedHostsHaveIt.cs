using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>When a rotation completes, what it calls rotated has loaded the new token, unless somebody else has touched it since.</summary>
internal sealed class RotatedHostsHaveIt : Check<Happening.RowWritten>
{
    public override string Name => "rotated-but-not-loaded";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.RowWritten happening)
    {
        if (happening
            is not { After: { Phase: RotationPhase.Completed, NewToken: { } fresh }, Before: not { Phase: RotationPhase.Completed } }
            || sight.TokenOf(fresh) is not { } token
            || token != sight.Tokens.Active)
        {
            yield break;
        }

        IReadOnlyList<HostView> hosts = sight.Hosts();
        foreach (TargetRecord target in sight.Targets.Values.Where(static target => target.IsOnNewToken))
        {
            if (hosts.FirstOrDefault(host => host.Is(target)) is { IsOn: true, Runs: true, IsTouchedByPeople: false, Loaded: { } loaded }
                && loaded != token)
            {
                yield return $"{target.Name} is {target.State}, but has loaded another token.";
            }
        }
    }
}
