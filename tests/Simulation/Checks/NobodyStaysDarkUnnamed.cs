using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>At the end, whoever runs with a dead token is named by the rotation, in a state that says so.</summary>
internal sealed class NobodyStaysDarkUnnamed : ICheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromHours(1);

    public string Name => "dark-and-unlisted";

    public IEnumerable<string> Look(Sight sight, Happening happening)
    {
        if (happening is not Happening.Ended { Stuck: null } || sight.Rotation is not { Owned: true, Phase: RotationPhase.Completed } || sight.Tokens.PeopleActed > 0)
        {
            yield break;
        }

        foreach (HostView host in sight.Hosts().Where(host => host is { IsOn: true, Runs: true, Loaded: not null, IsAccepted: false, Joined: null, IsTouchedByPeople: false } && sight.Now - host.DarkSince > s_patience))
        {
            TargetRecord? target = sight.Targets.Values.FirstOrDefault(target => target.Name == host.Name);
            if (target is null)
            {
                yield return $"{host.Name} runs with a dead token since {host.DarkSince:HH:mm}, and no plan, gate or report lists it.";
            }
            else if (target.IsOnNewToken)
            {
                yield return $"{host.Name} runs with a dead token since {host.DarkSince:HH:mm}, and the rotation says that it is {target.State} (the token in force was made by {sight.Tokens.MakerOf(sight.Tokens.Active)}).";
            }
        }
    }
}
