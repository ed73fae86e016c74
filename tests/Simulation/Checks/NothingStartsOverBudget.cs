using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// While applies have failed on more OneAgents than the run's budget allows, no further one is sent the new token. What was in flight goes
/// on for some minutes.
/// </summary>
internal sealed class NothingStartsOverBudget : Check<Happening.CommandArrived>
{
    private static readonly TimeSpan _inFlight = TimeSpan.FromMinutes(2);

    public override string Name => "over-budget";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.CommandArrived happening)
    {
        if (happening is not { Action: "apply" } command
            || !command.Target.StartsWith("oneagent/", StringComparison.Ordinal)
            || sight.Rotation is not { Restoring: false, Finish: null, OldTokenIsDead: false }
            || sight.Budget is not { } budget)
        {
            yield break;
        }

        TargetRecord[] failed =
        [
            .. sight.Targets.Values.Where(target => target.Name != command.Target
                && Counts(target)
                && sight.FailingSince.TryGetValue(target.TargetId, out DateTimeOffset since)
                && sight.Now - since > _inFlight),
        ];
        int allowed = budget.Of(sight.Targets.Values.Count(static target => target.Machine is not null));
        if (failed.Length > allowed)
        {
            yield return $"{command.Target} was sent the new token while {failed.Length} had failed and {allowed} may: {failed[0].Name}"
                + $" is {failed[0].State} ({failed[0].Code}).";
        }
    }

    /// <summary>What uses up the budget.</summary>
    public static bool Counts(TargetRecord target)
        => target is { Component: Component.OneAgent, IsTouched: true, State: TargetState.Failed
            or TargetState.Expired
            or TargetState.Inconclusive };
}
