namespace TenantTokens.Simulation.Checks;

/// <summary>
/// No component that we touched is left stopped (docs/invariants.md#i4): the guard on the host starts it again, whatever became of the
/// script. Where that cannot help, its services
/// having failed to come up, the rotation has said that a person is needed. What was down before our first command, or did not come
/// up with a machine that people had turned off, was not stopped by us.
/// </summary>
internal sealed class NoHostIsLeftStopped : Check<Happening.Ended>
{
    private static readonly TimeSpan _guard = TimeSpan.FromMinutes(30);

    public override string Name => "host-left-stopped";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.Ended happening)
    {
        foreach (HostView host in sight.Hosts()
            .Where(host => host is { IsOn: true, Runs: false, IsTouchedByPeople: false } && sight.Now - host.StoppedAt > _guard))
        {
            if (sight.Targets.Values.FirstOrDefault(host.Is) is { IsTouched: true } target
                && !sight.NeedsPerson.Contains(target.TargetId)
                && sight.FirstChanged.TryGetValue(host.Name, out DateTimeOffset changed)
                && host.StoppedAt >= changed
                && !(host.StoppedAt <= host.TurnedOffAt))
            {
                yield return $"{host.Name} does not run since {host.StoppedAt:HH:mm}, and the rotation says that it is {target.State}"
                    + $" ({target.Code}).";
            }
        }
    }
}
