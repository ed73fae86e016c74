using TenantTokens.Durable;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Planning;

/// <summary>Makes a plan without a rotation: reads and probes the fleet, and changes nothing.</summary>
public sealed class PlanOrchestrator : IOrchestrator<RotationInput, BuildPlan.Result>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<RotationInput, BuildPlan.Result> Name { get; } = new("Plan");

    /// <summary>Returns the instance id; at most one plan is made per environment at a time.</summary>
    public static string InstanceIdOf(string environmentId) => $"plan-{environmentId}";

    /// <inheritdoc />
    public async Task<BuildPlan.Result> RunAsync(IOrchestrationContext context, RotationInput input)
    {
        int probe = await context.CallActivityAsync(DiscoverFleet.Name, input.RotationId, OutageRetry.Policy);
        await context.CallSubOrchestratorAsync(WaveOrchestrator.Name, new WaveOrchestrator.Input(input.RotationId, probe, input.Waits));
        return await context.CallActivityAsync(BuildPlan.Name, input.RotationId, OutageRetry.Policy);
    }
}
