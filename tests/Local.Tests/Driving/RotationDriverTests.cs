using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Durable;
using TenantTokens.Local.Engine;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Driving;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Driving;

/// <summary>
/// When the driver looks although nobody has written anything: what an orchestration becomes stands in the engine's journal, not in the
/// ledger.
/// </summary>
public sealed class RotationDriverTests : IAsyncDisposable
{
    private const string Instance = "rotation-sim00001";
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryDirectory _temporary = new();
    private readonly HeldVault _vault = new();
    private readonly DriverTime _time = new(_pause, Some.Now);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly LocalHost _host;
    private Task _driving = Task.CompletedTask;

    public RotationDriverTests()
        => _host = LocalHost.Open(Some.Options(), _temporary.Path, verbose: false, (services, _) => services
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(_vault)));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_an_earlier_rotations_orchestration_has_not_ended_it_looks_again_at_each_pause()
    {
        RotationRecord earlier = await EndedAsync();
        await _host.TryDriveAsync(Stop);
        _vault.Hold();
        await _host.Get<RotationWaker>().EnsureAsync(_host.Engine, earlier, Stop);
        await _vault.Asked; // it gives the claim back
        RotationRecord rotation = await ParkedAsync();
        await DriveAsync();
        Assert.True((await InstanceAsync()).CreatedAt < rotation.CreatedAt, "The earlier one's lives.");

        _vault.Answer();
        await _host.Engine.WaitForInstanceCompletionAsync(Instance, Stop);
        await _time.PassAsync(_pause, Stop);

        Assert.True(
            (await InstanceAsync()) is { IsCompleted: false } driver && driver.CreatedAt > rotation.CreatedAt,
            "This one's is started.");
    }

    [Fact]
    public async Task An_orchestration_that_ends_for_a_new_one_gets_it_within_a_minute_and_not_at_each_pause()
    {
        RotationRecord earlier = await EndedAsync();
        await _host.TryDriveAsync(Stop);
        await ParkedAsync();
        await _host.Get<CopyLedger>().GetIdAsync(Stop); // whoever needs the copy's id first writes it down
        await DriveAsync();
        await _host.Get<RotationWaker>().EnsureAsync(_host.Engine, earlier, Stop);
        await _host.Engine.WaitForInstanceCompletionAsync(Instance, Stop);

        await _time.PassAsync(_pause, Stop);
        Assert.True((await InstanceAsync()).IsCompleted, "Nobody has written anything.");
        await _time.PassAsync(TimeSpan.FromMinutes(1), Stop);
        Assert.False((await InstanceAsync()).IsCompleted, "Another one goes on.");
    }

    [Fact]
    public async Task What_anybody_writes_is_looked_at_after_a_pause()
    {
        RotationRecord rotation = await ParkedAsync();
        await _host.TryDriveAsync(Stop);
        await _host.Get<RotationWaker>().EnsureAsync(_host.Engine, rotation, Stop);
        await DriveAsync();

        await _host.Get<OperatorCommandLedger>().GiveAsync(rotation.RotationId, new(OperatorCommandKind.Abort, "olga"), Stop);
        await _time.PassAsync(_pause, Stop);

        await ((EmbeddedEngine)_host.Engine).IdleAsync(Stop);
        Assert.Equal(RotationPhase.Cancelled, (await _host.Get<RotationLedger>().GetAsync(rotation.RotationId, Stop)).Phase);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _vault.Answer();
        await _driving;
        await _host.DisposeAsync();
        _stop.Dispose();
        _vault.Dispose();
        _time.Dispose();
        _temporary.Dispose();
    }

    private async Task<RotationRecord> EndedAsync()
    {
        RotationRecord rotation = (await _host.Get<RotationLedger>().OpenAsync(new("sim00001", "rachel"), Stop)).Rotation;
        return await SetAsync(rotation, static current => current with { Phase = RotationPhase.Cancelled, EndedAt = current.CreatedAt });
    }

    /// <summary>A rotation that waits for a person, a minute after what was before it.</summary>
    private async Task<RotationRecord> ParkedAsync()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        RotationRecord rotation = (await _host.Get<RotationLedger>().OpenAsync(new("sim00001", "rachel"), Stop)).Rotation;
        rotation = await SetAsync(
            rotation,
            static current => current with
            {
                Phase = RotationPhase.Parked,
                ParkedFrom = RotationPhase.Planning,
                ParkReason = new(ParkCodes.PlanBlocked, "", Some.Now),
            });
        _time.Advance(TimeSpan.FromSeconds(1));
        return rotation;
    }

    private Task<RotationRecord> SetAsync(RotationRecord rotation, Func<RotationRecord, RotationRecord> change)
        => _host.Get<RotationLedger>().UpdateAsync(rotation.RotationId, change, Stop);

    private async Task<OrchestrationMetadata> InstanceAsync() => (await _host.Engine.GetInstanceAsync(Instance, Stop))!;

    /// <summary>Begins to drive, and comes back after the first look.</summary>
    private Task DriveAsync()
    {
        _driving = new RotationDriver(_host, approver: null).RunAsync(_stop.Token);
        return _time.PausedAsync(Stop);
    }
}
