using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Proving;

/// <summary>
/// Marks every target on the new token whose proof is too old, or whose agent was updated, re-created or offline since, for a probe. Gives
/// how many are marked. The first look after a proof is what later looks are held against.
/// </summary>
public sealed class StaleProofs(
    RotationLedger rotations,
    TargetLedger targets,
    DynatraceEnvironments environments,
    PolicyOptions policy,
    AuditTrail audit,
    TimeProvider time)
    : IActivity<string, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, int> Name { get; } = new("StaleProofs");

    /// <inheritdoc />
    public async Task<int> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        Dictionary<string, AgentSighting> sightings = await ReadAsync(
            environments.For(rotation.EnvironmentId).Inventory,
            cancellationToken);
        int marked = 0;
        int fresh = 0;
        foreach (TargetRecord target in await targets.ListAsync(input, cancellationToken))
        {
            AgentSighting? sighting = target.AgentId is { } id ? sightings.GetValueOrDefault(id) : null;
            TargetRecord now = await UpdateAsync(input, target, sighting, cancellationToken);
            marked += now.NeedsProof is null ? 0 : 1;
            fresh += now.NeedsProof is not null && target.NeedsProof is null ? 1 : 0;
        }

        if (fresh > 0)
        {
            await audit.AddAsync(
                input,
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

    private async Task<Dictionary<string, AgentSighting>> ReadAsync(IInventoryClient inventory, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, AgentSighting> sightings = new(StringComparer.Ordinal);
        foreach (ActiveGateInfo activeGate in await inventory.ListActiveGatesAsync(cancellationToken))
        {
            sightings[activeGate.Id] = new(activeGate.Id, activeGate.Version, activeGate.IsOnline, FirstSeen: null, now);
        }

        await foreach (OneAgentInfo agent in inventory.ListOneAgentsAsync(cancellationToken))
        {
            sightings[agent.EntityId] = new(agent.EntityId, agent.Version, agent.IsOnline, agent.FirstSeen, now);
        }

        return sightings;
    }
}
