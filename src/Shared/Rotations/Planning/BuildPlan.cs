using System.Text.Json;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.RunCommand;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Planning;

/// <summary>
/// Makes the plan from the probes' results: problems that block it, warnings, waves, and the hash that approvals are bound to.
/// </summary>
public sealed class BuildPlan(
    RotationLedger rotations,
    TargetLedger targets,
    PlanLedger plans,
    PlanHistory history,
    FleetMemory memory,
    WaveWriter writer,
    WavePlanner planner,
    DynatraceEnvironments environments,
    PolicyOptions policy,
    ApprovalOptions approvals,
    AuditTrail audit,
    TimeProvider time) : IActivity<string, BuildPlan.Result>
{
    /// <summary>The step's name for its findings in the plan.</summary>
    public const string Step = "plan";

    /// <summary>How many problems or warnings are repeated in the plan's own row; all of them are rows of their own.</summary>
    private const int MaxInSummary = 50;

    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("BuildPlan");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        Settled settled = await SettleAsync(rotation, cancellationToken);
        TargetRecord[] all = settled.Targets;

        // The hash covers every target on a machine: a machine that is off today must not change it.
        (Component Component, IReadOnlyList<TargetRecord> Members)[] hashed
            = [.. Split([.. all.Where(static target => target.Machine is not null)])];
        PlanShape shape = new(
            rotation.EnvironmentId,
            HostScripts.Hash,
            JsonSerializer.Serialize(policy, DurableJson.Options),
            [.. hashed.Select(static wave => new PlanShape.Wave(wave.Component, wave.Members.Count))],
            UnclaimedMachines.Bound(settled.Unclaimed));
        string hash = PlanHash.From(shape, all, hashed);
        PlanFinding[] findings = await FindAsync(rotation, hash, shape, settled, cancellationToken);

        TargetRecord[] movable = [.. all.Where(static target => target.State is TargetState.Pending)];
        PlanRecord plan = Summarize(hash, shape, findings) with { Estimate = DurationEstimate.From(BuildWaves(movable), policy) };
        await WriteWavesAsync(input, plan, movable, cancellationToken);
        await plans.PutAsync(input, plan, cancellationToken);
        await history.AddAsync(rotation, hash, plan.At, cancellationToken);
        await rotations.UpdateAsync(input, current => current with { PlanHash = hash }, cancellationToken);
        string detail = $"Plan {hash}: {movable.Length} of {all.Length} targets in {hashed.Length} waves, {plan.ProblemCount} problems.";
        await audit.AddAsync(input, "planned", AuditEvent.Product, detail, cancellationToken);
        return new(hash, plan.ProblemCount, plan.Problems is [var first, ..] ? first : null);
    }

    /// <summary>Decides from the probes' results which targets the rotation has, and writes them.</summary>
    private async Task<Settled> SettleAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        string rotationId = rotation.RotationId;
        TenantToken token = await environments.For(rotation.EnvironmentId).ConnectionInfo.GetAgentTokenAsync(cancellationToken);
        string inForce = token.Fingerprint(rotationId);
        FoundComponents found = FoundComponents.Settle(await targets.ListAsync(rotationId, cancellationToken));
        UnclaimedMachines unclaimed = UnclaimedMachines.Settle(
            found.Targets,
            await plans.ListUnclaimedAsync(rotationId, cancellationToken));
        HostIdMatch hosts = HostIds.Match(await WithoutGoneAsync(rotation, unclaimed.Targets, cancellationToken));
        PlanFinding[] probed = await KeepAsync(rotationId, [.. found.Findings, .. unclaimed.Findings], cancellationToken);
        await plans.PutUnclaimedAsync(rotationId, unclaimed.Machines, cancellationToken);
        TargetRecord[] all = [.. KubernetesClusters.Fold(hosts.Targets).Select(target => CheckToken(target, inForce))];
        await targets.ReplaceAllAsync(rotationId, all, cancellationToken);
        return new(all, unclaimed.Machines.Count, probed, hosts.Findings);
    }

    /// <summary>Writes the findings of this step. Returns them together with those of the steps before it.</summary>
    private async Task<PlanFinding[]> FindAsync(
        RotationRecord rotation, string hash, PlanShape shape, Settled settled, CancellationToken cancellationToken)
    {
        List<PlanFinding> findings =
        [
            .. settled.Hosts,
            .. PlanFindings.From(settled.Targets, rotation.OperatorsHeld || policy.Kubernetes.Held),
            .. QuorumFindings.From(rotation, approvals),
            .. await ChangesAsync(rotation, hash, shape, settled.Targets, cancellationToken),
        ];
        await plans.PutFindingsAsync(rotation.RotationId, Step, findings, cancellationToken);
        return
        [
            .. await plans.ListFindingsAsync(rotation.RotationId, DiscoverFleet.Step, cancellationToken),
            .. settled.Probed,
            .. findings,
        ];
    }

    /// <summary>
    /// Keeps the findings of an earlier run of this activity. Machines without a component of ours are no longer targets in a second run,
    /// and their findings must not be lost.
    /// </summary>
    private async Task<PlanFinding[]> KeepAsync(string rotationId, IReadOnlyList<PlanFinding> found, CancellationToken cancellationToken)
    {
        PlanFinding[] all = [.. (await plans.ListFindingsAsync(rotationId, FoundComponents.Step, cancellationToken)).Union(found)];
        await plans.PutFindingsAsync(rotationId, FoundComponents.Step, all, cancellationToken);
        return all;
    }

    /// <summary>Removes agents that only an earlier plan knew and that, as the host itself says, are no longer installed.</summary>
    private async Task<IReadOnlyList<TargetRecord>> WithoutGoneAsync(
        RotationRecord rotation, IReadOnlyList<TargetRecord> all, CancellationToken cancellationToken)
    {
        TargetRecord[] gone =
        [
            .. all.Where(static target => target is { IsRemembered: true, State: TargetState.Failed, Code: "not-installed" }),
        ];
        foreach (TargetRecord agent in gone)
        {
            await memory.ForgetAsync(rotation.EnvironmentId, agent, cancellationToken);
            string code = agent.Component is Component.ActiveGate ? "activegate-forgotten" : "oneagent-forgotten";
            string detail = $"{agent.Name} ({agent.AgentId}) is not listed, and the probe of its machine found none installed.";
            await audit.AddAsync(rotation.RotationId, code, AuditEvent.Product, detail, cancellationToken);
        }

        return [.. all.Except(gone)];
    }

    /// <summary>
    /// Marks a host whose token is not in force: an earlier rotation missed it, or it belongs to another party's rotation.
    /// </summary>
    private static TargetRecord CheckToken(TargetRecord target, string inForce)
        => target is { State: TargetState.Pending, Probe.Fingerprint: { } fingerprint } && fingerprint != inForce
            ? target.MoveTo(
                TargetState.Failed,
                TargetCause.OlderTokenFound,
                OlderToken.Code,
                $"The host carries a tenant token (fingerprint {fingerprint}) that is not the one in force. {OlderToken.WhatToDo}") with
            {
                OtherFingerprint = fingerprint,
            }
            : target;

    private IEnumerable<(Component Component, IReadOnlyList<TargetRecord> Members)> Split(TargetRecord[] members)
        => ComponentOrder.ActiveGatesFirst
            .SelectMany(component => planner.Split(component, members.Where(target => target.Component == component))
                .Select(wave => (component, wave)));

    private IEnumerable<(WaveRecord Wave, IReadOnlyList<SegmentRecord> Segments)> BuildWaves(TargetRecord[] movable)
        => Split(movable)
            .GroupBy(static wave => wave.Component)
            .SelectMany(component => component.Select((wave, index) => planner.Build(
                new()
                {
                    Number = index,
                    Action = TargetAction.Apply,
                    Component = wave.Component,
                    IsCanary = index == 0,
                    Targets = 0,
                    Lanes = 0,
                },
                wave.Members)));

    /// <summary>Lists what changed since the plan that the requester has seen; empty when it is the same plan.</summary>
    private async Task<IReadOnlyList<PlanFinding>> ChangesAsync(
        RotationRecord rotation, string hash, PlanShape shape, IReadOnlyList<TargetRecord> all, CancellationToken cancellationToken)
    {
        if (rotation.ExpectedPlanHash is not { } expected || expected == hash)
        {
            return [];
        }

        IReadOnlyList<string>? changes = await history.FindAsync(rotation.EnvironmentId, expected, cancellationToken) is { } seen
            && await plans.FindAsync(seen.RotationId, cancellationToken) is { Shape: { } before }
                ? PlanDifference.Between(before, await targets.ListAsync(seen.RotationId, cancellationToken), shape, all)
                : null;
        string news = changes is null
            ? "this ledger does not know that plan, so what changed cannot be told"
            : string.Join("; ", changes);
        return [new(PlanSeverity.Problem, "plan-changed", null, $"The plan is {hash} now, not {expected}: {news}. Read the plan again.")];
    }

    private PlanRecord Summarize(string hash, PlanShape shape, IReadOnlyList<PlanFinding> findings)
    {
        PlanFinding[] problems = [.. findings.Where(static finding => finding.Severity is PlanSeverity.Problem)];
        PlanFinding[] warnings = [.. findings.Where(static finding => finding.Severity is PlanSeverity.Warning)];
        return new(hash, time.GetUtcNow(), FirstOf(problems), FirstOf(warnings))
        {
            ProblemCount = problems.Length,
            WarningCount = warnings.Length,
            Shape = shape,
        };
    }

    private static IReadOnlyList<string> FirstOf(PlanFinding[] findings)
        =>
        [
            .. findings.Take(MaxInSummary).Select(static finding => finding.ToString()),
            .. findings.Length > MaxInSummary ? [$"And {findings.Length - MaxInSummary} more."] : Array.Empty<string>(),
        ];

    private async Task WriteWavesAsync(
        string rotationId, PlanRecord plan, IReadOnlyCollection<TargetRecord> movable, CancellationToken cancellationToken)
    {
        await writer.SupersedeAsync(rotationId, time.GetUtcNow(), cancellationToken);
        if (plan.ProblemCount == 0)
        {
            await writer.AddComponentAsync(rotationId, Component.ActiveGate, generation: 0, movable, cancellationToken);
            await writer.AddComponentAsync(rotationId, Component.OneAgent, generation: 0, movable, cancellationToken);
        }
    }

    /// <summary>The targets of a rotation after the probes.</summary>
    /// <param name="Targets">All targets of the rotation.</param>
    /// <param name="Unclaimed">The number of machines in scope that no agent claims.</param>
    /// <param name="Probed">The findings of the probes, including those of an earlier run of this step.</param>
    /// <param name="Hosts">The findings from the hosts' own ids.</param>
    private sealed record Settled(
        TargetRecord[] Targets, int Unclaimed, IReadOnlyList<PlanFinding> Probed, IReadOnlyList<PlanFinding> Hosts);

    /// <summary>The result of planning.</summary>
    /// <param name="Hash">The plan hash.</param>
    /// <param name="Problems">How many problems block the plan.</param>
    /// <param name="FirstProblem">The first problem; null when there is none.</param>
    public sealed record Result(string Hash, int Problems, string? FirstProblem);
}
