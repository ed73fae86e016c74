using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Proving;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Proving;

public sealed class StaleProofsTests
{
    private readonly WatchWorld _world = new WatchWorld().Online("a", "1", "2");

    [Fact]
    public async Task Fresh_proofs_are_left_alone()
    {
        await ProvedAsync();
        Assert.Equal(0, await CountAsync());
        Assert.Null((await _world.TargetAsync("oa-1")).NeedsProof);
        Assert.Empty(await _world.AuditAsync("proofs-stale"));
    }

    [Fact]
    public async Task Old_proofs_are_marked_and_counted_each_time()
    {
        await ProvedAsync();
        _world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, await CountAsync());
        Assert.Equal(2, await CountAsync());
        Assert.Equal("proof-too-old", (await _world.TargetAsync("oa-1")).NeedsProof);
        Assert.Equal(
            "2 targets must prove again that they are on the new token.",
            Assert.Single(await _world.AuditAsync("proofs-stale")).Detail);
    }

    [Fact]
    public async Task An_agent_that_was_updated_since_the_last_look_is_marked_and_no_other()
    {
        await ProvedAsync();
        await CountAsync();
        _world.Agents["HOST-1"] = _world.Agents["HOST-1"] with { Version = "1.301.0.20260901-1" };
        Assert.Equal(1, await CountAsync());
        Assert.Equal(
            ("agent-updated", (string?)null),
            ((await _world.TargetAsync("oa-1")).NeedsProof, (await _world.TargetAsync("oa-2")).NeedsProof));
    }

    [Fact]
    public async Task A_re_created_agent_is_marked()
    {
        await ProvedAsync();
        _world.Agents["HOST-1"] = _world.Agents["HOST-1"] with { FirstSeen = Some.Now.AddMinutes(1) };
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task An_agent_that_was_offline_between_two_looks_is_marked()
    {
        await ProvedAsync();
        _world.Goes("1", "LOST");
        Assert.Equal(0, await CountAsync()); // while it is offline, that it is offline is what counts
        _world.Goes("1", "MONITORED");
        Assert.Equal(1, await CountAsync());
    }

    private async Task ProvedAsync()
    {
        await _world.RotationAsync(RotationPhase.AwaitingFinish);
        await _world.TargetsAsync(
            Some.Touched("1", TargetState.Rotated) with { ProvedAt = Some.Now },
            Some.Touched("2", TargetState.Rotated) with { ProvedAt = Some.Now },
            Some.Touched("3", TargetState.Failed) with { ProvedAt = Some.Now.AddDays(-9) });
    }

    private Task<int> CountAsync() => _world.RunAsync<StaleProofs, string, int>(WatchWorld.RotationId);
}
