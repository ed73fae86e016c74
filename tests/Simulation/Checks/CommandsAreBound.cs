namespace TenantTokens.Simulation.Checks;

/// <summary>
/// Every command that changes a host is bound (docs/invariants.md#i5): the host takes it for no longer than the command window, and its
/// generation is no lower than that of any
/// command before, and higher than that of one in the other direction. So one that comes late or again is refused.
/// </summary>
internal sealed class CommandsAreBound : Check<Happening.CommandArrived>
{
    private static readonly TimeSpan _tolerance = TimeSpan.FromMinutes(1);

    public override string Name => "unbound-command";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.CommandArrived happening)
    {
        if (happening is not { Generation: { } generation, IsTakenFor: { } taken } command)
        {
            yield break;
        }

        if (sight.CommandWindow is { } window && taken > window + _tolerance)
        {
            yield return $"{command.Action} for {command.Target} is taken for {taken.TotalMinutes:0} min, and the window is"
                + $" {window.TotalMinutes:0}.";
        }

        if (sight.LastSent.TryGetValue(command.Target, out (string Action, long Generation) last)
            && (generation < last.Generation || (generation == last.Generation && command.Action != last.Action)))
        {
            yield return $"{command.Action} for {command.Target} has generation {generation}, after {last.Action} of {last.Generation}.";
        }
    }
}
