using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Driving;
using TenantTokens.Rotations.Procedure;

namespace TenantTokens.Local.Tests.Driving;

/// <summary>What is forgotten of a real engine, and what is not.</summary>
public sealed class HistoryPurgeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_ended_longer_ago_than_is_kept_is_forgotten()
    {
        await using DrivingHost host = await DrivingHost.StartAsync();
        string old = await host.RunToEndAsync();
        host.Time.Advance(HistoryPurge.KeptFor + TimeSpan.FromMinutes(1));

        await host.Get<HistoryPurge>().RunAsync(host.Engine, Stop);

        Assert.Null(await host.Engine.GetInstanceAsync(old, Stop));
    }

    [Fact]
    public async Task What_ended_since_is_not()
    {
        await using DrivingHost host = await DrivingHost.StartAsync();
        string old = await host.RunToEndAsync();
        host.Time.Advance(TimeSpan.FromDays(2));
        string young = await host.RunToEndAsync();
        host.Time.Advance(HistoryPurge.KeptFor - TimeSpan.FromDays(1));

        await host.Get<HistoryPurge>().RunAsync(host.Engine, Stop);

        Assert.Null(await host.Engine.GetInstanceAsync(old, Stop));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.Engine.GetInstanceAsync(young, Stop))!.RuntimeStatus);
    }

    [Fact]
    public async Task What_is_alive_is_not_however_old_it_is()
    {
        await using DrivingHost host = await DrivingHost.StartAsync();
        RotationRecord rotation = (await host.Get<RotationLedger>().OpenAsync(new(DrivingHost.Environment, "rachel"), Stop)).Rotation;
        await host.Get<RotationWaker>().WakeAllAsync(host.Engine, Stop);
        host.Time.Advance(HistoryPurge.KeptFor * 12);

        await host.Get<HistoryPurge>().RunAsync(host.Engine, Stop);

        Assert.False((await host.Engine.GetInstanceAsync(RotationOrchestrator.InstanceIdOf(DrivingHost.Environment), Stop))!.IsCompleted);
        Assert.Equal(rotation.RotationId, (await host.LatestAsync())!.RotationId);
    }

    [Fact]
    public async Task The_ledger_forgets_nothing()
    {
        await using DrivingHost host = await DrivingHost.StartAsync();
        RotationRecord rotation = (await host.Get<RotationLedger>().OpenAsync(new(DrivingHost.Environment, "rachel"), Stop)).Rotation;
        await host.Get<RotationWaker>().WakeAllAsync(host.Engine, Stop);
        await host.Engine.TerminateInstanceAsync(RotationOrchestrator.InstanceIdOf(DrivingHost.Environment), "enough", Stop);
        await host.Engine.WaitForInstanceCompletionAsync(RotationOrchestrator.InstanceIdOf(DrivingHost.Environment), Stop);
        host.Time.Advance(HistoryPurge.KeptFor * 2);

        await host.Get<HistoryPurge>().RunAsync(host.Engine, Stop);

        Assert.Null(await host.StatusAsync());
        Assert.Equal(rotation.RotationId, (await host.LatestAsync())!.RotationId);
        await host.Get<RotationWaker>().WakeAllAsync(host.Engine, Stop);
        Assert.NotNull(await host.StatusAsync()); // and it goes on from there
    }
}
