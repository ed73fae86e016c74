using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.RollingBack;

/// <summary>The first host of each component that gets the old token back goes alone, until Dynatrace sees it online.</summary>
public sealed class RestoreCanaryTests
{
    private readonly RestoreWorld _world = new();
    private readonly TargetRecord _one = Some.Touched("one", TargetState.Rotated);
    private readonly TargetRecord _two = Some.Touched("two", TargetState.Rotated);
    private readonly TargetRecord _three = Some.Touched("three", TargetState.Rotated);

    [Fact]
    public async Task Others_follow_once_it_is_online()
    {
        NextRestore.Result canary = await BeginAsync(_one, _two, _three);
        Assert.True(canary.MustBeSeen);
        Assert.Equal(["oneagent/one"], await _world.MembersAsync(canary.Wave!.Value));
        await _world.RunAsync(canary.Wave.Value);

        Assert.True((await _world.LookAsync(canary.Wave.Value)).IsSeen);
        await _world.CompleteAsync(canary.Wave.Value);

        NextRestore.Result rest = await _world.NextAsync();
        Assert.False(rest.MustBeSeen);
        Assert.Equal(["oneagent/one", "oneagent/three", "oneagent/two"], (await _world.MembersAsync(rest.Wave!.Value)).Order());
        Assert.Single(await _world.Watch.AuditAsync("canary-online"));
    }

    [Fact]
    public async Task While_it_is_offline_nobody_follows_and_a_resume_looks_at_the_same_one_again()
    {
        NextRestore.Result canary = await BeginAsync(_one, _two);
        await _world.RunAsync(canary.Wave!.Value);
        _world.Goes(_one);

        CheckCanary.Result look = await _world.LookAsync(canary.Wave.Value);
        Assert.Equal((false, true, false), (look.IsSeen, look.IsMoved, look.IsOff));
        Assert.Equal(["oneagent/one"], await _world.MembersAsync((await _world.NextAsync()).Wave!.Value));

        await _world.BeginAsync(); // resumed
        NextRestore.Result again = await _world.NextAsync();
        Assert.True(again.MustBeSeen);
        Assert.Equal(["oneagent/one"], await _world.MembersAsync(again.Wave!.Value));

        _world.Comes(_one);
        Assert.True((await _world.LookAsync(again.Wave.Value)).IsSeen);
    }

    [Fact]
    public async Task One_that_is_off_tells_nothing_and_another_goes()
    {
        TargetRecord off = _one with { Machine = _one.Machine! with { State = "PowerState/deallocated" } };
        NextRestore.Result canary = await BeginAsync(off, _two);
        Assert.Equal(["oneagent/two"], await _world.MembersAsync(canary.Wave!.Value));
    }

    [Fact]
    public async Task One_that_turns_out_to_be_off_tells_nothing_and_another_goes()
    {
        NextRestore.Result canary = await BeginAsync(_one, _two);
        await _world.RunAsync(canary.Wave!.Value, TargetState.Unreachable);
        Assert.True((await _world.LookAsync(canary.Wave.Value)).IsOff);
        await _world.CompleteAsync(canary.Wave.Value);

        NextRestore.Result next = await _world.NextAsync();
        Assert.True(next.MustBeSeen);
        Assert.Equal(["oneagent/two"], await _world.MembersAsync(next.Wave!.Value));
    }

    [Fact]
    public async Task One_that_could_not_be_put_back_is_no_proof()
    {
        NextRestore.Result canary = await BeginAsync(_one, _two);
        await _world.RunAsync(canary.Wave!.Value, TargetState.Failed);

        CheckCanary.Result look = await _world.LookAsync(canary.Wave.Value);
        Assert.Equal((false, false, false), (look.IsSeen, look.IsMoved, look.IsOff));
        Assert.NotNull(_world.Rotation.OneAgentCanarySince);
    }

    [Fact]
    public async Task One_that_is_proved_on_the_new_token_goes_before_one_that_failed()
    {
        NextRestore.Result canary = await BeginAsync(Some.Touched("failed", TargetState.Failed), _two);
        Assert.Equal(["oneagent/two"], await _world.MembersAsync(canary.Wave!.Value));
    }

    [Fact]
    public async Task With_nobody_who_could_be_seen_the_others_are_sent()
    {
        NextRestore.Result rest = await BeginAsync(_one with { AgentId = null }, _two with { AgentId = null });
        Assert.Equal((RestoreStep.Wave, false), (rest.Step, rest.MustBeSeen));
    }

    [Fact]
    public async Task The_first_ActiveGate_goes_alone_too()
    {
        NextRestore.Result canary = await BeginAsync(
            Some.Touched("gate-1", TargetState.Rotated, Component.ActiveGate),
            Some.Touched("gate-2", TargetState.Rotated, Component.ActiveGate));
        Assert.True(canary.MustBeSeen);
        Assert.Equal(["activegate/gate-1"], await _world.MembersAsync(canary.Wave!.Value));
    }

    private async Task<NextRestore.Result> BeginAsync(params TargetRecord[] targets)
    {
        await _world.WithAsync(targets);
        await _world.BeginAsync();
        return await _world.NextAsync();
    }
}
