using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Makes the plan from what the probes found: problems that block it, warnings, waves and the hash that approvals are bound to.</summary>
public sealed class BuildPlan(
    RotationLedger rotations,
    TargetLedger targets,
    PlanLedger plans,
    WaveWriter writer,
    WavePlanner planner,
    DynatraceEnvironments environments,
    RotationOptions options,
    AuditTrail audit,
    TimeProvider time) : IActivity<string, PlanOutcome>
{
    /// <summary>A clock that differs by more than this is worth a warning.</summary>
    private const int SkewWarningSeconds = 120;

    /// <summary>The registered name.</summary>
    public static ActivityName<string, PlanOutcome> Name { get; } = new(nameof(BuildPlan));

    /// <inheritdoc />
    public async Task<PlanOutcome> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        string inForce = (await environments.For(rotation.EnvironmentId).ConnectionInfo.GetAgentTokenAsync(cancellationToken)).Fingerprint(input);
        List<TargetRecord> all = [.. (await targets.ListAsync(input, cancellationToken)).Select(target => CheckToken(target, inForce))];
        await targets.PutAsync(input, all, cancellationToken);

        TargetRecord[] movable = [.. all.Where(static target => target.State is TargetState.Pending)];

        // The hash is about everything that a command can reach at all: a machine that is off today must not change it.
        TargetRecord[] reachable = [.. all.Where(static target => target.Machine is not null)];
        List<(Component, IReadOnlyList<TargetRecord>)> waves = [];
        foreach (Component component in (Component[])[Component.ActiveGate, Component.OneAgent])
        {
            waves.AddRange(planner.Split(component, reachable.Where(target => target.Component == component)).Select(members => (component, members)));
        }

        PlanRecord plan = new(PlanHash.Of(rotation.EnvironmentId, options.Policy, all, waves), time.GetUtcNow(), Problems(all), Warnings(all));
        await writer.SupersedeAsync(input, time.GetUtcNow(), cancellationToken);
        if (plan.Problems.Count == 0)
        {
            await writer.AddComponentAsync(input, Component.ActiveGate, generation: 0, movable, cancellationToken);
            await writer.AddComponentAsync(input, Component.OneAgent, generation: 0, movable, cancellationToken);
        }

        await plans.PutAsync(input, plan, cancellationToken);
        await rotations.UpdateAsync(input, current => current with { PlanHash = plan.Hash }, cancellationToken);
        await audit.AddAsync(input, "planned", AuditEvent.Product, $"Plan {plan.Hash}: {movable.Length} of {all.Count} targets in {waves.Count} waves, {plan.Problems.Count} problems.", cancellationToken);
        return new(plan.Hash, plan.Problems.Count, plan.Problems is [var first, ..] ? first : null);
    }

    /// <summary>A host on a token that is not in force was missed by an earlier rotation, or belongs to somebody else's.</summary>
    private static TargetRecord CheckToken(TargetRecord target, string inForce)
        => target is { State: TargetState.Pending, Probe.Fingerprint: { } fingerprint } && fingerprint != inForce
            ? target with { State = TargetState.Failed, Code = "unexpected-token", Message = "The host carries a tenant token that is not the one in force." }
            : target;

    private static List<string> Problems(List<TargetRecord> all)
    {
        List<string> problems = [.. all
            .Where(static target => target is { Component: Component.ActiveGate, State: not TargetState.Pending })
            .Select(static target => $"{target.Name} cannot be rotated ({target.Code}: {target.Message}), and no OneAgent may be touched before it.")];
        if (all.All(static target => target.State is not TargetState.Pending))
        {
            problems.Add("No target can be rotated: check the fleet's subscriptions and query, and the rights to read them.");
        }

        return problems;
    }

    private static List<string> Warnings(List<TargetRecord> all)
    {
        IEnumerable<string> lonely = all
            .Where(static target => target.Component is Component.ActiveGate && target.Pool is not null)
            .GroupBy(static target => target.Pool!)
            .Where(static pool => pool.Count() == 1)
            .Select(static pool => $"{pool.First().Name} is alone in its pool ({pool.Key}): its restart is a gap for agents that have no other way.");
        IEnumerable<string> skewed = all
            .Where(static target => Math.Abs(target.Probe?.ClockSkewSeconds ?? 0) > SkewWarningSeconds)
            .Select(static target => $"The clock of {target.Name} is {target.Probe!.ClockSkewSeconds} s off.");
        return [.. lonely, .. skewed];
    }
}
