using TenantTokens.FunctionsDurableHost;
using TenantTokens.Rotations;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsStorageTests.Rotations;

/// <summary>The app's rotation on the engine that runs it in Azure, whatever happens to its orchestrations.</summary>
public sealed class ReplacedOrchestrationTests
{
    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task A_root_that_is_terminated_and_purged_in_the_middle_of_a_wave_is_replaced_and_goes_on()
    {
        await using StorageRotation rotation = await StorageRotation.StartAsync(models: true);
        await rotation.StartWorkerAsync();
        await rotation.RotateAsync();
        await rotation.UntilMidWaveAsync();
        await rotation.LoseRootAsync();
        await rotation.WakeAsync();
        await rotation.ApproveAsync();
        await rotation.CompletedAsync();
        await rotation.EndedWellAsync();
    }

    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task A_root_whose_history_grew_long_while_its_watch_runs_is_replaced_at_the_finish_gate_and_the_next_hears_the_vote()
    {
        await using StorageRotation rotation = await StorageRotation.StartAsync(models: true);
        await rotation.StartWorkerAsync();
        await rotation.RotateAsync();
        await rotation.UntilFinishIsAskedAsync();
        DateTimeOffset first = await rotation.RootSinceAsync();
        while (await rotation.RootSinceAsync() == first)
        {
            await rotation.TellAsync(OperatorCommandKind.Pause);
            await rotation.TellAsync(OperatorCommandKind.Resume);
        }

        await rotation.ApproveAsync();
        await rotation.CompletedAsync();
        await rotation.EndedWellAsync();
    }

    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task A_changed_orchestrator_that_is_deployed_in_the_middle_of_a_wave_parks_the_rotation_and_goes_on_after_resume()
    {
        await using StorageRotation rotation = await StorageRotation.StartAsync(models: true, machines: 40);
        HostProcess worker = await rotation.StartWorkerAsync();
        await rotation.RotateAsync();
        await rotation.UntilMidWaveIsRecordedAsync();
        await worker.KillAsync();
        await rotation.StartWorkerAsync(isChanged: true);
        await rotation.UntilAsync(
            static seen => seen.Rotation is { Phase: RotationPhase.Parked, ParkReason.Code: ParkCodes.StepFailed },
            "parked, since its step failed");
        await rotation.TellAsync(OperatorCommandKind.Resume);
        await rotation.ApproveAsync();
        await rotation.CompletedAsync();
        await rotation.EndedWellAsync();
    }
}
