using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Planning;

/// <summary>
/// Stores the agents that a person has declared gone for good. Only an agent that an earlier plan knew, and that Dynatrace did not list for
/// the last plan, can be retired.
/// </summary>
public sealed class RetirementLedger(
    ILedgerStore store,
    AgentRoster agents,
    ActiveGateRoster roster,
    PlanHistory plans,
    RotationLedger rotations,
    TargetLedger targets,
    AuditTrail audit,
    TimeProvider time)
{
    /// <summary>The code of its entries in the audit trail.</summary>
    public const string AuditCode = "agent-retired";

    /// <summary>Lists all retirements of an environment.</summary>
    public async Task<IReadOnlyList<Retirement>> ListAsync(string environmentId, CancellationToken cancellationToken)
        => await store.ReadAllAsync<Retirement>(LedgerPartitions.Retirements(environmentId), "", cancellationToken)
            .ToArrayAsync(cancellationToken);

    /// <summary>Removes a retirement, because Dynatrace lists the agent again.</summary>
    public Task RemoveAsync(string environmentId, Retirement retirement, CancellationToken cancellationToken)
        => store.DeleteAllAsync(LedgerPartitions.Retirements(environmentId), KeyOf(retirement), cancellationToken);

    /// <summary>Retires an agent from the next plan on, and records in the audit trail who did it.</summary>
    /// <param name="environmentId">The environment's id.</param>
    /// <param name="agent">The agent's id at Dynatrace, its name as plans show it, or its host's name.</param>
    /// <param name="reason">Why the agent is retired.</param>
    /// <param name="origin">Who retires it, and from where.</param>
    /// <param name="cancellationToken">Cancels between writes.</param>
    public async Task<OperatorAnswer> RetireAsync(
        string environmentId, string? agent, string? reason, AuditEvent origin, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(agent))
        {
            return new(false, "Retire needs an agent: its id or name, as the plan shows it.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new(false, "Retire needs a reason for the audit trail.");
        }

        Retirement[] found = [.. (await KnownAsync(environmentId, cancellationToken)).Where(known => IsCalled(known, agent))];
        if (found is not [var one])
        {
            return new(false, found is []
                ? $"No remembered plan of environment {environmentId} contains an agent '{agent}'."
                : $"'{agent}' fits {found.Length} agents; name one of these: "
                    + string.Join(", ", found.Select(static known => known.AgentId)) + ".");
        }

        PlanPointer? newest = await plans.NewestAsync(environmentId, cancellationToken);
        if (newest is not null && await IsListedAsync(newest, one.AgentId, cancellationToken))
        {
            return new(false, $"{What(one)} was listed by Dynatrace when plan {newest.Hash} was made."
                + " You can retire only an agent that is no longer listed.");
        }

        Retirement retirement = one with { By = origin.By, Reason = reason.Trim(), At = time.GetUtcNow() };
        await WriteAsync(environmentId, retirement, origin, newest, cancellationToken);
        return new(true, $"{What(one)} is retired. From the next plan on, it is left out.");
    }

    /// <summary>Whether Dynatrace listed an agent when a plan was made.</summary>
    private async Task<bool> IsListedAsync(PlanPointer plan, string agentId, CancellationToken cancellationToken)
        => (await targets.ListAsync(plan.RotationId, cancellationToken)).Any(target => target.AgentId == agentId && !target.IsRemembered);

    /// <summary>
    /// Writes the retirement, then records it in the audit trail of the environment's latest rotation or, without one, of its newest plan.
    /// </summary>
    private async Task WriteAsync(
        string environmentId, Retirement retirement, AuditEvent origin, PlanPointer? newest, CancellationToken cancellationToken)
    {
        await store.UpsertAllAsync(
            LedgerPartitions.Retirements(environmentId),
            [new LedgerWrite.Upsert(KeyOf(retirement), ToJson(retirement))],
            cancellationToken);
        string? rotationId = (await rotations.FindLatestAsync(environmentId, cancellationToken))?.RotationId ?? newest?.RotationId;
        await audit.AddAsync(
            rotationId ?? AuditTrail.Elsewhere,
            origin with { Code = AuditCode, Detail = $"{What(retirement)} is retired: {retirement.Reason}." },
            cancellationToken);
    }

    private async Task<IEnumerable<Retirement>> KnownAsync(string environmentId, CancellationToken cancellationToken)
    {
        IReadOnlyList<KnownAgent> known = await agents.ListAsync(environmentId, cancellationToken);
        IReadOnlyList<KnownActiveGate> activeGates = await roster.ListAsync(environmentId, cancellationToken);
        return known.Select(static agent => new Retirement(Component.OneAgent, agent.AgentId, agent.Hostname, "", "", default))
            .Concat(activeGates.Select(
                static activeGate => new Retirement(Component.ActiveGate, activeGate.AgentId, activeGate.Hostname, "", "", default)));
    }

    private static bool IsCalled(Retirement known, string name)
        => new[] { known.AgentId, known.Hostname, TargetIdentity.NameOf(known.Component, known.Hostname) }
            .Contains(name.Trim(), StringComparer.OrdinalIgnoreCase);

    private static string What(Retirement known) => $"{TargetIdentity.NameOf(known.Component, known.Hostname)} ({known.AgentId})";

    private static string KeyOf(Retirement retirement) => TargetIdentity.IdOf(retirement.Component, retirement.AgentId);
}
