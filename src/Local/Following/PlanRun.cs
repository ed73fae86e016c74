using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Following;

/// <summary>Makes a plan alone, as a draft in the ledger: reads and probes, and opens no rotation.</summary>
internal static class PlanRun
{
    /// <summary>Makes it. This process must drive the data directory.</summary>
    /// <exception cref="UserErrorException">Azure, Dynatrace or the vault could not be read.</exception>
    public static async Task<RotationSnapshot> MakeAsync(LocalHost host, RotationRequest request, CancellationToken cancellationToken)
    {
        RotationRecord draft = await host.Get<RotationLedger>().DraftAsync(request, cancellationToken);
        string instance = $"{PlanOrchestrator.InstanceIdOf(request.EnvironmentId)}-{draft.RotationId}";
        await host.Engine.ScheduleNewOrchestrationInstanceAsync(PlanOrchestrator.Name, new RotationInput(draft.RotationId, RotationWaits.Of(host.Options.Policy, emergency: false)), instance, cancellationToken);
        OrchestrationMetadata ended = await host.Engine.WaitForInstanceCompletionAsync(instance, cancellationToken);
        return ended.RuntimeStatus is OrchestrationRuntimeStatus.Completed
            ? await host.Get<RotationReader>().ReadAsync(draft.RotationId, cancellationToken)
            : throw new UserErrorException($"The plan could not be made: {ended.FailureMessage}", ExitCodes.Unexpected);
    }
}
