using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Finishing;

public sealed class WatchAfterFinishTests
{
    private readonly WatchWorld _world = new WatchWorld().Online("a", "1", "2", "3");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_not_online_after_finish_is_named_and_pending()
    {
        await FinishedAsync(Some.Touched("1", TargetState.Rotated), Some.Touched("2", TargetState.AlreadyCurrent));
        _world.Goes("1", "LOST");
        _world.Goes("3", "LOST"); // no target has this id

        Assert.Equal(new WatchAfterFinish.Result(2, RejectedRose: false, IsOver: false), await WatchAsync());
        Assert.Equal("2 not online since finish: oneagent/1, HOST-3.", Assert.Single(await _world.AuditAsync("dark-after-finish")).Detail);
        TargetRecord dark = await _world.TargetAsync("oa-1");
        Assert.Equal((TargetState.Pending, "dark-after-finish", false), (dark.State, dark.Code, dark.Online));
        Assert.Equal(
            ["HOST-3", "oneagent/1"],
            (await _world.Watches.GetStateAsync(WatchWorld.RotationId, Cancelled)).AfterFinish!.FirstNames);
    }

    [Fact]
    public async Task Whoever_is_online_after_finish_is_not_named()
    {
        await FinishedAsync(Some.Touched("1", TargetState.Rotated));
        Assert.Equal(new WatchAfterFinish.Result(0, RejectedRose: false, IsOver: false), await WatchAsync());
        Assert.Empty(await _world.AuditAsync("dark-after-finish"));
        Assert.Equal(TargetState.Rotated, (await _world.TargetAsync("oa-1")).State);
    }

    [Fact]
    public async Task A_repeated_look_names_nobody_twice()
    {
        await FinishedAsync(Some.Touched("1", TargetState.Rotated));
        _world.Goes("1", "LOST");
        WatchAfterFinish.Result first = await WatchAsync();
        Assert.Equal(first, await WatchAsync());
        Assert.Single(await _world.AuditAsync("dark-after-finish"));
    }

    [Fact]
    public async Task Whoever_was_offline_before_finish_is_not_named()
    {
        _world.Goes("1", "LOST");
        await FinishedAsync(Some.Touched("1", TargetState.Failed));
        Assert.Equal(0, (await WatchAsync()).Dark);
    }

    [Theory]
    [InlineData(TargetState.Failed)]
    [InlineData(TargetState.Skipped)]
    [InlineData(TargetState.SelfRotating)]
    [InlineData(TargetState.Uncovered)]
    public async Task The_accepted_rest_is_named_and_keeps_its_state(TargetState state)
    {
        await FinishedAsync(Some.Touched("1", state) with { Code = "its-own" });
        _world.Goes("1", "LOST");
        Assert.Equal(1, (await WatchAsync()).Dark);
        Assert.Contains("oneagent/1", Assert.Single(await _world.AuditAsync("dark-after-finish")).Detail, StringComparison.Ordinal);
        TargetRecord target = await _world.TargetAsync("oa-1");
        Assert.Equal((state, "its-own"), (target.State, target.Code));
    }

    [Fact]
    public async Task A_dark_ActiveGate_is_named()
    {
        _world.GatesOnline.Add("0x1");
        await FinishedAsync(Some.Touched("gate", TargetState.Rotated, Component.ActiveGate) with { AgentId = "0x1" });
        _world.GatesOnline.Clear();
        Assert.Equal(1, (await WatchAsync()).Dark);
        Assert.True(OfflineAfterFinish.IsMarked(await _world.TargetAsync("ag-gate")));
    }

    [Theory]
    [InlineData("gate", 0)]
    [InlineData("another", 1)]
    public async Task An_ActiveGate_that_came_back_under_another_id_is_not_named_and_one_whose_place_another_took_is(
        string hostOfTheNewId,
        int dark)
    {
        _world.GatesOnline.Add("0x1");
        _world.GateHosts["0x1"] = "gate";
        await FinishedAsync(
            Some.Touched("gate", TargetState.Rotated, Component.ActiveGate) with { AgentId = "0x1", Machine = Some.Machine("gate") });
        _world.GatesOnline.Remove("0x1");
        _world.GatesOnline.Add("0x2");
        _world.GateHosts["0x2"] = hostOfTheNewId;

        Assert.Equal(dark, (await WatchAsync()).Dark);
        Assert.Equal(dark == 1, OfflineAfterFinish.IsMarked(await _world.TargetAsync("ag-gate")));
    }

    [Fact]
    public async Task Whoever_comes_back_is_rotated_again_and_named_when_dark_again()
    {
        await FinishedAsync(Some.Touched("1", TargetState.Rotated));
        _world.Goes("1", "LOST");
        await WatchAsync();
        _world.Goes("1", "MONITORED");
        Assert.Equal(0, (await WatchAsync()).Dark);
        TargetRecord back = await _world.TargetAsync("oa-1");
        Assert.Equal((TargetState.Rotated, true), (back.State, back.Online));
        Assert.Single(await _world.AuditAsync("online-again"));
        _world.Goes("1", "LOST");
        Assert.Equal(1, (await WatchAsync()).Dark);
        Assert.Equal(2, (await _world.AuditAsync("dark-after-finish")).Count);
    }

    [Fact]
    public async Task A_target_that_the_sweep_is_at_work_on_is_left_to_it()
    {
        await FinishedAsync(Some.Touched("1", TargetState.Rotated));
        _world.Goes("1", "LOST");
        await WatchAsync();
        SendRecord send = new("ttr-1", TargetAction.Apply, 2, 1, Some.Now, Settled: false, DeletePending: true);
        await _world.Targets.UpdateAsync(WatchWorld.RotationId, "oa-1", current => current with { Send = send }, Cancelled);
        _world.Goes("1", "MONITORED");
        await WatchAsync();
        Assert.True(OfflineAfterFinish.IsMarked(await _world.TargetAsync("oa-1")));
    }

    [Fact]
    public async Task A_rise_of_rejected_messages_is_alarmed_once()
    {
        await FinishedAsync();
        _world.Rejected = 10;
        Assert.True((await WatchAsync()).RejectedRose);
        Assert.True((await WatchAsync()).RejectedRose);
        Assert.Contains("2 messages a minute", Assert.Single(await _world.AuditAsync("alarm")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_rejected_messages_as_before_start_are_no_alarm()
    {
        _world.Rejected = 10;
        await FinishedAsync();
        Assert.False((await WatchAsync()).RejectedRose);
        Assert.Empty(await _world.AuditAsync("alarm"));
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public async Task It_is_over_half_an_hour_after_finish(int minutes, bool isOver)
    {
        await FinishedAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(isOver, (await WatchAsync()).IsOver);
    }

    [Fact]
    public async Task A_big_fleet_is_remembered_in_rows_of_a_hundred_and_a_smaller_one_replaces_it()
    {
        _world.Online("a", [.. Enumerable.Range(100, 250).Select(static number => $"{number}")]);
        await _world.RotationAsync(RotationPhase.AwaitingFinish);
        Assert.Equal(253, await RecordAsync());
        Assert.Equal([100, 100, 53], (await RowsAsync()).Select(static row => row.Ids.Count));
        _world.Agents.Clear();
        _world.Online("a", "1", "2");
        Assert.Equal(2, await RecordAsync());
        Assert.Equal([2], (await RowsAsync()).Select(static row => row.Ids.Count));
    }

    [Fact]
    public async Task Once_finish_was_sent_the_record_stays()
    {
        await FinishedAsync();
        _world.Agents.Clear();
        Assert.Equal(3, await RecordAsync());
        Assert.Equal(3, (await WatchAsync()).Dark);
    }

    [Fact]
    public async Task Without_a_record_or_a_finish_there_is_nothing_to_watch()
    {
        await _world.RotationAsync(RotationPhase.Finishing);
        Assert.Contains(
            "is not finished",
            (await Assert.ThrowsAsync<InvalidOperationException>(WatchAsync)).Message,
            StringComparison.Ordinal);
        await _world.ChangeAsync(static rotation => rotation with { Finish = new(1, Some.Now, Answered: true) });
        Assert.Contains(
            "The ledger does not say",
            (await Assert.ThrowsAsync<InvalidOperationException>(WatchAsync)).Message,
            StringComparison.Ordinal);
    }

    private async Task FinishedAsync(params TargetRecord[] targets)
    {
        await _world.RotationAsync(RotationPhase.AwaitingFinish);
        await _world.TargetsAsync(targets);
        await _world.RunAsync<RecordBaseline, string, RecordBaseline.Result>(WatchWorld.RotationId);
        await RecordAsync();
        await _world.ChangeAsync(
            static rotation => rotation with { Phase = RotationPhase.Finishing, Finish = new(1, Some.Now, Answered: true) });
    }

    private Task<int> RecordAsync() => _world.RunAsync<RecordOnline, string, int>(WatchWorld.RotationId);

    private Task<WatchAfterFinish.Result> WatchAsync()
        => _world.RunAsync<WatchAfterFinish, string, WatchAfterFinish.Result>(WatchWorld.RotationId);

    private async Task<List<OnlineRow>> RowsAsync()
        => await _world.Watches.ListOnlineAsync(WatchWorld.RotationId, Cancelled).ToListAsync(Cancelled);
}
