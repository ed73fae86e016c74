using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Planning;

/// <summary>
/// The third source of a plan beside Azure and Dynatrace: the agents that earlier plans knew. An agent that is no longer listed stays a
/// target, with the time it was last seen, until its machine says that it is not installed, Azure has deleted the machine, or a person
/// retires it.
/// </summary>
public sealed class FleetMemory(
    ActiveGateRoster activeGates,
    AgentRoster agents,
    RetirementLedger retirements,
    FleetOptions options,
    TimeProvider time)
{
    /// <summary>
    /// Lists the ARM ids of the machines of all known OneAgents. They are needed to find out whether Azure has deleted a machine whose
    /// agent Dynatrace no longer lists.
    /// </summary>
    public async Task<IReadOnlyList<string>> ListMachinesAsync(string environmentId, CancellationToken cancellationToken)
        => [.. (await agents.ListAsync(environmentId, cancellationToken)).Select(static agent => agent.MachineId).OfType<string>()];

    /// <summary>Returns the remembered targets that the fleet lacks. Records the fleet, and removes what is gone for good.</summary>
    public async Task<(IReadOnlyList<TargetRecord> Targets, IReadOnlyList<PlanFinding> Findings)> RecallAsync(
        string environmentId, FleetReading fleet, FleetMatch match, CancellationToken cancellationToken)
    {
        Dictionary<string, Retirement> retired = await StillRetiredAsync(environmentId, fleet, cancellationToken);
        RememberedActiveGates oldActiveGates = RememberedActiveGates.From(
            await activeGates.ListAsync(environmentId, cancellationToken),
            fleet,
            match,
            options.RetiredActiveGates,
            retired);
        RememberedAgents oldAgents = RememberedAgents.From(await agents.ListAsync(environmentId, cancellationToken), fleet, match, retired);
        await activeGates.PutAsync(environmentId, RememberedActiveGates.In(fleet, match, time.GetUtcNow()), cancellationToken);
        await agents.PutAsync(environmentId, RememberedAgents.In(fleet, match, time.GetUtcNow()), cancellationToken);
        foreach (string agentId in oldActiveGates.Forgotten)
        {
            await activeGates.RemoveAsync(environmentId, agentId, cancellationToken);
        }

        foreach (string agentId in oldAgents.Forgotten)
        {
            await agents.RemoveAsync(environmentId, agentId, cancellationToken);
        }

        return ([.. oldActiveGates.Targets, .. oldAgents.Targets], [.. oldActiveGates.Findings, .. oldAgents.Findings]);
    }

    /// <summary>Removes an agent whose machine says that it is not installed.</summary>
    public Task ForgetAsync(string environmentId, TargetRecord target, CancellationToken cancellationToken)
        => target.Component is Component.ActiveGate
            ? activeGates.RemoveAsync(environmentId, target.AgentId!, cancellationToken)
            : agents.RemoveAsync(environmentId, target.AgentId!, cancellationToken);

    /// <summary>
    /// Returns the retirements that still apply. An agent that Dynatrace lists again was retired by mistake or installed again, so its
    /// retirement is removed.
    /// </summary>
    private async Task<Dictionary<string, Retirement>> StillRetiredAsync(
        string environmentId,
        FleetReading fleet,
        CancellationToken cancellationToken)
    {
        HashSet<string> listed =
        [
            .. fleet.Agents.Select(static agent => agent.EntityId),
            .. fleet.ActiveGates.Select(static activeGate => activeGate.Id),
        ];
        Dictionary<string, Retirement> retired = new(StringComparer.Ordinal);
        foreach (Retirement retirement in await retirements.ListAsync(environmentId, cancellationToken))
        {
            if (listed.Contains(retirement.AgentId))
            {
                await retirements.RemoveAsync(environmentId, retirement, cancellationToken);
            }
            else
            {
                retired[retirement.AgentId] = retirement;
            }
        }

        return retired;
    }
}
