using Microsoft.DurableTask;
using TenantTokens.Durable;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Waves;
using DurableTaskRegistry = TenantTokens.Durable.DurableTaskRegistry;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>
/// The orchestrators of a deployment in which a segment begins with one more activity: what is in flight does not fit its history.
/// </summary>
internal static class LaterDeployment
{
    private static readonly DurableTaskRegistry _changed = new DurableTaskRegistry()
        .AddOrchestrator<ChangedSegment, SegmentOrchestrator.Input, WaveTally>(SegmentOrchestrator.Name);

    /// <summary>Runs the orchestrator that the context names.</summary>
    public static Task<Payload> OrchestrateAsync(TaskOrchestrationContext context)
        => context.Name.Name == SegmentOrchestrator.Name.Value
            ? TaskRunner.OrchestrateAsync(context, _changed)
            : TaskRunner.OrchestrateAsync(context);

    private sealed class ChangedSegment : IOrchestrator<SegmentOrchestrator.Input, WaveTally>
    {
        public async Task<WaveTally> RunAsync(IOrchestrationContext context, SegmentOrchestrator.Input input)
        {
            await context.CallActivityAsync(ReadPhase.Name, input.Wave.RotationId);
            return await new SegmentOrchestrator().RunAsync(context, input);
        }
    }
}
