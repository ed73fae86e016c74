using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>At the end no component that we touched is left stopped, unless its target says that a person is needed (I4).</summary>
internal sealed class NoHostIsLeftStopped : ICheck
{
    public string Name => "host-left-stopped";

    public IEnumerable<string> Look(Sight sight, Happening happening)
    {
        if (happening is not Happening.Ended)
        {
            yield break;
        }

        foreach (HostView host in sight.Hosts().Where(static host => host is { IsOn: true, Runs: false, IsTouchedByPeople: false }))
        {
            if (sight.Targets.Values.FirstOrDefault(target => target.Name == host.Name) is { IsTouched: true } target && target.IsOnNewToken)
            {
                yield return $"{host.Name} does not run, and the rotation says that it is {target.State}.";
            }
        }
    }
}
