using TenantTokens.Rotations;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Watching;

/// <summary>Four OneAgents in two zones, a rotation of them, and the watch's baseline and looks.</summary>
public abstract class LookTest
{
    private protected const string Metrics = "/api/v2/metrics/query";
    private protected const string OneAgents = "/api/v1/oneagents";
    private protected const string AgentInfo = "/api/v1/deployment/installer/agent/connectioninfo";
    private protected const string GatewayInfo = "/api/v1/deployment/installer/gateway/connectioninfo";

    private protected WatchWorld World { get; } = new WatchWorld().Online("a", "1", "2", "3").Online("b", "4");

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected async Task StartedAsync(RotationPhase phase = RotationPhase.RotatingOneAgents)
    {
        await World.RotationAsync(phase);
        await BaselineAsync();
    }

    /// <summary>What the orchestration and an operator do with a hold.</summary>
    private protected async Task ParkAndResumeAsync(string code)
    {
        RotationPhase from = (await RotationAsync()).Phase;
        await World.RunAsync<MovePhase, PhaseMove, RotationPhase>(
            new(WatchWorld.RotationId, from, RotationPhase.Parked, HoldCode: code, HoldMessage: "because"));
        await World.RunAsync<MovePhase, PhaseMove, RotationPhase>(new(WatchWorld.RotationId, RotationPhase.Parked, from));
    }

    private protected Task<RotationRecord> RotationAsync() => World.Rotations.GetAsync(WatchWorld.RotationId, Cancelled);

    private protected Task<RecordBaseline.Result> BaselineAsync()
        => World.RunAsync<RecordBaseline, string, RecordBaseline.Result>(WatchWorld.RotationId);

    private protected Task<WatchVerdict> LookAsync()
        => World.RunAsync<LookAtWatches, LookAtWatches.Input, WatchVerdict>(new(WatchWorld.RotationId));
}
