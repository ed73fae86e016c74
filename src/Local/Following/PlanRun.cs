using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Reading;
using TenantTokens.Tokens;

namespace TenantTokens.Local.Following;

/// <summary>Makes a plan without a rotation, as a draft in the ledger: it reads and probes the fleet.</summary>
internal static class PlanRun
{
    /// <summary>Makes the plan. This process must drive the data directory.</summary>
    /// <exception cref="UserErrorException">The configuration is wrong, or Azure, Dynatrace or the vault could not be read.</exception>
    public static async Task<RotationSnapshot> MakeAsync(LocalHost host, RotationRequest request, CancellationToken cancellationToken)
    {
        await CheckConfigurationAsync(host, request.EnvironmentId, cancellationToken);
        RotationRecord draft = await host.Get<RotationLedger>().DraftAsync(request, cancellationToken);
        string instance = $"{PlanOrchestrator.InstanceIdOf(request.EnvironmentId)}-{draft.RotationId}";
        await host.Engine.ScheduleNewOrchestrationInstanceAsync(
            PlanOrchestrator.Name,
            new RotationInput(draft.RotationId, RotationWaits.From(host.Options.Policy, emergency: false)),
            instance,
            cancellationToken);
        OrchestrationMetadata ended = await host.Engine.WaitForInstanceCompletionAsync(instance, cancellationToken);
        return ended.RuntimeStatus is OrchestrationRuntimeStatus.Completed
            ? await host.Get<RotationReader>().ReadAsync(draft.RotationId, cancellationToken)
            : throw new UserErrorException($"Planning failed: {ended.FailureMessage}", ExitCodes.Unexpected);
    }

    /// <summary>
    /// Reports a mistake in the configuration before anything is begun. An outage is left to the plan, which waits and tries again.
    /// </summary>
    private static async Task CheckConfigurationAsync(LocalHost host, string environmentId, CancellationToken cancellationToken)
    {
        try
        {
            await host.Get<DynatraceEnvironments>().For(environmentId).ConnectionInfo.GetAgentTokenAsync(cancellationToken);
        }
        catch (Exception mistake)
            when (mistake is ConfigurationMistakeException
                or TokenVaultException
                or DynatraceAccessDeniedException
                or DynatraceApiException { IsFromElsewhere: true })
        {
            throw new UserErrorException($"Planning failed: {mistake.Message}", ExitCodes.Usage);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The plan meets the same outage, and reports it if it lasts.
        }
    }
}
