using TenantTokens.FunctionsDurableHost;
using TenantTokens.Rotations.Starting;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsStorageTests.Rotations;

/// <summary>
/// The app's rotation on the engine that runs it in Azure, whatever happens to the workers. Beside it run the tests of what happens to its
/// orchestrations.
/// </summary>
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
}
