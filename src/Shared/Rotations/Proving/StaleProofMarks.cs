using TenantTokens.Configuration.Options;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Proving;

/// <summary>
/// Marks for a probe every target with the new token whose proof is too old, or whose agent was updated, re-created or offline since.
/// </summary>
public sealed class StaleProofMarks(TargetLedger targets, PolicyOptions policy, AuditTrail audit, TimeProvider time)
{
    /// <summary>Marks the targets, with one entry in the audit trail when there are new ones.</summary>
    /// <param name="rotationId">The rotation's id.</param>
    /// <param name="activeGates">The ActiveGates, as Dynatrace lists them now.</param>
    /// <param name="agents">The OneAgents, as Dynatrace lists them now.</param>
    /// <param name="cancellationToken">Cancels between writes.</param>
    /// <returns>The number of marked targets, including those marked before.</returns>
    public async Task<int> MarkAsync(
        string rotationId,
        IEnumerable<ActiveGateInfo> activeGates,
        IAsyncEnumerable<OneAgentInfo> agents,
        CancellationToken cancellationToken)
    {
        Dictionary<string, AgentSighting> sightings = await SightAsync(activeGates, agents, cancellationToken);
        int marked = 0;
        int fresh = 0;
        foreach (TargetRecord target in await targets.ListAsync(rotationId, cancellationToken))
        {
            AgentSighting? sighting = target.AgentId is { } id ? sightings.GetValueOrDefault(id) : null;
            TargetRecord now = await UpdateAsync(rotationId, target, sighting, cancellationToken);
            marked += now.NeedsProof is null ? 0 : 1;
            fresh += now.NeedsProof is not null && target.NeedsProof is null ? 1 : 0;
        }

        if (fresh > 0)
        {
            await audit.AddAsync(
                rotationId,
                "proofs-stale",
                AuditEvent.Product,
                $"{fresh} targets must prove again that they are on the new token.",
                cancellationToken);
        }

        return marked;
    }

    private async Task<TargetRecord> UpdateAsync(
        string rotationId,
        TargetRecord target,
        AgentSighting? sighting,
        CancellationToken cancellationToken)
    {
        TargetRecord changed = ProofRules.Look(target, sighting, time.GetUtcNow(), policy.ProofMaxAge);
        return changed == target
            ? target
            : await targets.UpdateAsync(
                rotationId,
                target.TargetId,
                current => ProofRules.Look(current, sighting, time.GetUtcNow(), policy.ProofMaxAge),
                cancellationToken);
    }

    private async Task<Dictionary<string, AgentSighting>> SightAsync(
        IEnumerable<ActiveGateInfo> activeGates, IAsyncEnumerable<OneAgentInfo> agents, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, AgentSighting> sightings = new(StringComparer.Ordinal);
        foreach (ActiveGateInfo activeGate in activeGates)
        {
            sightings[activeGate.Id] = new(activeGate.Id, activeGate.Version, activeGate.IsOnline, FirstSeen: null, now);
        }

        await foreach (OneAgentInfo agent in agents.WithCancellation(cancellationToken))
        {
            sightings[agent.EntityId] = new(agent.EntityId, agent.Version, agent.IsOnline, agent.FirstSeen, now);
        }

        return sightings;
    }
}
