using TenantTokens.FunctionsDurableHost;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Activities;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsStorageTests.Rotations;

/// <summary>The app's rotation on the engine that runs it in Azure, whatever happens to the workers.</summary>
public sealed class WholeRotationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twelve_machines_with_the_real_scripts_are_rotated_although_the_worker_is_killed_in_the_middle_of_a_wave()
    {
        await using StorageRotation rotation = await StorageRotation.StartAsync(models: false);
        HostProcess worker = await rotation.StartWorkerAsync();
        await rotation.RotateAsync();
        await rotation.UntilMidWaveAsync();
        await worker.KillAsync();
        await rotation.StartWorkerAsync();
        await rotation.ApproveAsync();
        await rotation.CompletedAsync();
        await rotation.EndedWellAsync();
    }

    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task A_crash_between_the_message_of_an_activity_and_the_history_that_names_it_costs_a_minute_and_starts_nothing_twice()
    {
        await using StorageRotation rotation = await StorageRotation.StartAsync(models: true);
        HostProcess worker = await rotation.StartWorkerAsync(crashAfter: StartRotation.Name.Value);
        await rotation.RotateAsync();
        await worker.Ended.WaitAsync(Stop);
        Assert.Equal(new CallCounts(0, 0, 0), rotation.World.Calls);
        await rotation.StartWorkerAsync();
        await rotation.ApproveAsync();
        await rotation.CompletedAsync();
        await rotation.EndedWellAsync();
    }

    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task Two_workers_share_one_rotation()
    {
        await using StorageRotation rotation = await StorageRotation.StartAsync(models: true, machines: 40);
        HostProcess[] workers = [await rotation.StartWorkerAsync(), await rotation.StartWorkerAsync()];
        await rotation.RotateAsync();
        await rotation.ApproveAsync();
        await rotation.CompletedAsync();
        foreach (HostProcess worker in workers)
        {
            Assert.True((await worker.RequestsAsync(Stop)).GetValueOrDefault("ledger.batch") > 0, "one of them did nothing");
        }

        await rotation.EndedWellAsync();
    }

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
    public async Task A_root_whose_history_has_grown_long_while_its_watch_runs_is_replaced_at_the_finish_gate_and_the_next_one_hears_the_vote()
    {
        await using StorageRotation rotation = await StorageRotation.StartAsync(models: true);
        await rotation.StartWorkerAsync();
        await rotation.RotateAsync();
        await rotation.UntilFinishIsAskedAsync();
        DateTimeOffset first = await rotation.RootSinceAsync();
        while (await rotation.RootSinceAsync() == first)
        {
            await rotation.TellAsync(RotationCommandKind.Pause);
            await rotation.TellAsync(RotationCommandKind.Resume);
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
        await rotation.UntilAsync(static seen => seen.Rotation is { Phase: RotationPhase.Parked, Hold.Code: HoldCodes.StepFailed }, "parked, since its step failed");
        await rotation.TellAsync(RotationCommandKind.Resume);
        await rotation.ApproveAsync();
        await rotation.CompletedAsync();
        await rotation.EndedWellAsync();
    }
}
