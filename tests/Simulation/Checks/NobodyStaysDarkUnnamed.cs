using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// At the end, whoever runs with a dead token is named by the rotation that made the token in force, in a state that says so. A copy whose
/// rotation was followed by one of another copy is not asked: the other one planned the fleet anew.
/// </summary>
internal sealed class NobodyStaysDarkUnnamed : Check<Happening.Ended>
{
    private static readonly TimeSpan _patience = TimeSpan.FromHours(1);

    public override string Name => "dark-and-unlisted";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.Ended happening)
    {
        if (happening is not { Stuck: null }
            || sight.Rotation is not { StartTookEffect: true, Phase: RotationPhase.Completed }
            || sight.Tokens.PeopleActed > 0
            || sight.Tokens.MakerOf(sight.Tokens.Active) != sight.Copy)
        {
            yield break;
        }

        foreach (HostView host in sight.Hosts()
            .Where(host => host is { IsOn: true, Runs: true, Loaded: not null, IsAccepted: false, Joined: null, IsTouchedByPeople: false }
                && sight.Now - host.DarkSince > _patience
                && !sight.IsLeftUnclaimed(host)))
        {
            TargetRecord? target = sight.Targets.Values.FirstOrDefault(target => target.Name == host.Name);
            if (target is null)
            {
                yield return $"{host.Name} runs with a dead token since {host.DarkSince:HH:mm}, and no plan, gate or report lists it.";
            }
            else if (target.IsOnNewToken)
            {
                yield return $"{host.Name} runs with a dead token since {host.DarkSince:HH:mm}, and the rotation calls it {target.State}.";
            }
        }
    }
}
