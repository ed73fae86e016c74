using System.Net;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Watching;

/// <summary>What was so before start, over the real clients and a ledger.</summary>
public sealed class BaselineTests : LookTest
{
    [Fact]
    public async Task The_baseline_is_recorded_once()
    {
        await World.RotationAsync(RotationPhase.AwaitingStart, owned: false);
        World.Rejected = 10;
        Assert.Equal(new RecordBaseline.Result(false, 4), await BaselineAsync());
        World.Goes("1", "LOST");
        World.Rejected = 50;
        Assert.Equal(new RecordBaseline.Result(false, 4), await BaselineAsync());
        WatchBaseline baseline = (await World.Watches.FindBaselineAsync(WatchWorld.RotationId, Cancelled))!;
        // 10 in 5 min
        Assert.Equal(
            (2.0, new ZoneOnline(3, 0), new ZoneOnline(1, 0)),
            (baseline.RejectedPerMinute, baseline.Zones["a"], baseline.Zones["b"]));
        Assert.DoesNotContain("late", Assert.Single(await World.AuditAsync("baseline")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_baseline_of_a_fleet_with_many_zones_stays_a_small_row()
    {
        await World.RotationAsync();
        for (int zone = 0; zone < 2000; zone++)
        {
            World.Online($"{new string('z', 200)}-{zone}", $"many-{zone}");
        }

        await BaselineAsync();
        WatchBaseline baseline = (await World.Watches.FindBaselineAsync(WatchWorld.RotationId, Cancelled))!;
        Assert.Equal((101, 2004), (baseline.Zones.Count, baseline.Zones.Values.Sum(static zone => zone.Online)));
        Assert.Equal(new WatchVerdict(), await LookAsync());
    }

    [Fact]
    public async Task Without_the_metric_the_baseline_is_inconclusive()
    {
        await World.RotationAsync(RotationPhase.AwaitingStart, owned: false);
        World.Broken[Metrics] = HttpStatusCode.NotFound;
        Assert.Equal(new RecordBaseline.Result(true, 4), await BaselineAsync());
    }

    [Fact]
    public async Task Without_a_baseline_the_first_look_takes_it_and_says_that_it_is_late()
    {
        await World.RotationAsync();
        Assert.Null((await LookAsync()).HoldCode);
        Assert.Contains("late", Assert.Single(await World.AuditAsync("baseline")).Detail, StringComparison.Ordinal);
    }
}
