using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Waves;

public sealed class AddReprobeWaveTests : ActivityTest
{
    private PlanLedger Plans => new(World.Store);

    [Fact]
    public async Task Whoever_must_prove_again_and_whoever_runs_stale_processes_is_probed_in_one_wave()
    {
        await BeginAsync(
            Some.Target("a", TargetState.Rotated) with { NeedsProof = "agent-restarted" },
            Some.Target("b", TargetState.AlreadyCurrent) with { Stale = new(2, ["java"]) },
            Some.Target("c", TargetState.Rotated) with { NeedsProof = "agent-restarted", Stale = new(1, ["java"]) });

        Assert.Equal(new NextWave.Result(1, IsCanary: false, IsLast: true), await AddAsync());

        WaveRecord wave = Assert.Single(await Plans.ListWavesAsync(WatchWorld.RotationId, Stop));
        Assert.Equal((TargetAction.Probe, 3), (wave.Action, wave.Targets));
        Assert.Equal(
            ["agent-restarted", AddReprobeWave.StaleProcesses, "agent-restarted"],
            [await NeedsAsync("oa-a"), await NeedsAsync("oa-b"), await NeedsAsync("oa-c")]);
    }

    [Fact]
    public async Task Whoever_is_proved_is_not_on_the_new_token_or_has_no_machine_is_not()
    {
        await BeginAsync(
            Some.Target("a", TargetState.Rotated),
            Some.Target("b", TargetState.Rotated) with { Stale = new(0, []) },
            Some.Target("c", TargetState.Failed) with { NeedsProof = "agent-restarted", Stale = new(1, ["java"]) },
            Some.Target("d", TargetState.Rotated) with { NeedsProof = "agent-restarted", Machine = null });

        Assert.Equal(new NextWave.Result(null, IsCanary: false, IsLast: true), await AddAsync());

        Assert.Empty(await Plans.ListWavesAsync(WatchWorld.RotationId, Stop));
        Assert.Equal([null, null], [await NeedsAsync("oa-a"), await NeedsAsync("oa-b")]);
    }

    private Task<NextWave.Result> AddAsync() => World.RunAsync<AddReprobeWave, string, NextWave.Result>(WatchWorld.RotationId);

    private async Task<string?> NeedsAsync(string id) => (await World.TargetAsync(id)).NeedsProof;
}
