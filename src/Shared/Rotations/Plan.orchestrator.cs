using TenantTokens.Durable;
using TenantTokens.Rotations.Activities;
using TenantTokens.Rotations.Procedure;

namespace TenantTokens.Rotations;

/// <summary>Makes a plan alone: reads and probes the fleet, changes nothing, and opens no rotation.</summary>
public sealed class PlanOrchestrator : IOrchestrator<RotationInput, PlanOutcome>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<RotationInput, PlanOutcome> Name { get; } = new("Plan");

    /// <summary>One live plan per environment.</summary>
    public static string InstanceIdOf(string environmentId) => $"plan-{environmentId}";

    /// <inheritdoc />
    public async Task<PlanOutcome> RunAsync(IOrchestrationContext context, RotationInput input)
    {
        int probe = await context.CallActivityAsync(DiscoverFleet.Name, input.RotationId, WaveInput.Outage);
        await context.CallSubOrchestratorAsync(WaveOrchestrator.Name, new WaveInput(input.RotationId, probe, input.Waits));
        return await context.CallActivityAsync(BuildPlan.Name, input.RotationId, WaveInput.Outage);
    }
}
