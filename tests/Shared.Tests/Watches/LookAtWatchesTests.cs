using System.Net;
using TenantTokens.Claims;
using TenantTokens.Configuration;
using TenantTokens.Fleet;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Activities;
using TenantTokens.Shared.Tests.Tokens;
using TenantTokens.Tests.Builders;
using TenantTokens.Watches;

namespace TenantTokens.Shared.Tests.Watches;

/// <summary>The baseline and the looks, over the real clients and a ledger.</summary>
public sealed class LookAtWatchesTests
{
    private const string Metrics = "/api/v2/metrics/query";
    private const string OneAgents = "/api/v1/oneagents";
    private const string AgentInfo = "/api/v1/deployment/installer/agent/connectioninfo";
    private const string GatewayInfo = "/api/v1/deployment/installer/gateway/connectioninfo";

    private readonly WatchWorld _world = new WatchWorld().Online("a", "1", "2", "3").Online("b", "4");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_baseline_is_recorded_once()
    {
        await _world.RotationAsync(RotationPhase.AwaitingStart, owned: false);
        _world.Rejected = 10;
        Assert.Equal(new BaselineOutcome(false, 4), await BaselineAsync());
        _world.Goes("1", "LOST");
        _world.Rejected = 50;
        Assert.Equal(new BaselineOutcome(false, 4), await BaselineAsync());
        WatchBaseline baseline = (await _world.Watches.FindBaselineAsync(WatchWorld.RotationId, Cancelled))!;
        Assert.Equal((2.0, new ZoneOnline(3, 0), new ZoneOnline(1, 0)), (baseline.RejectedPerMinute, baseline.Zones["a"], baseline.Zones["b"])); // 10 in 5 min
        Assert.DoesNotContain("late", Assert.Single(await _world.AuditAsync("baseline")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_metric_the_baseline_is_inconclusive()
    {
        await _world.RotationAsync(RotationPhase.AwaitingStart, owned: false);
        _world.Broken[Metrics] = HttpStatusCode.NotFound;
        Assert.Equal(new BaselineOutcome(true, 4), await BaselineAsync());
    }

    [Fact]
    public async Task The_baseline_of_a_fleet_with_many_zones_stays_a_small_row()
    {
        await _world.RotationAsync();
        for (int zone = 0; zone < 2000; zone++)
        {
            _world.Online($"{new string('z', 200)}-{zone}", $"many-{zone}");
        }

        await BaselineAsync();
        WatchBaseline baseline = (await _world.Watches.FindBaselineAsync(WatchWorld.RotationId, Cancelled))!;
        Assert.Equal((101, 2004), (baseline.Zones.Count, baseline.Zones.Values.Sum(static zone => zone.Online)));
        Assert.Equal(new WatchVerdict(), await LookAsync());
    }

    [Fact]
    public async Task A_fleet_as_it_was_is_not_held_and_no_target_is_read_or_changed()
    {
        await StartedAsync();
        Assert.Equal(new WatchVerdict(), await LookAsync());
        Assert.Equal(new WatchVerdict(), await LookAsync());
        Assert.Null((await RotationAsync()).Hold);
    }

    [Fact]
    public async Task Rejected_messages_hold_until_a_human_resumes_and_again_when_there_are_more()
    {
        await StartedAsync();
        _world.Rejected = 10;
        Assert.Equal(HoldCodes.RejectedMessagesRose, (await LookAsync()).HoldCode);
        Assert.Equal(HoldCodes.RejectedMessagesRose, (await LookAsync()).HoldCode); // a result that was lost is given again
        await ParkAndResumeAsync(HoldCodes.RejectedMessagesRose);
        Assert.Null((await LookAsync()).HoldCode);
        _world.Rejected = 11;
        Assert.Equal(HoldCodes.RejectedMessagesRose, (await LookAsync()).HoldCode);
    }

    [Fact]
    public async Task Lost_agents_hold()
    {
        await StartedAsync();
        _world.Goes("4", "LOST");
        WatchVerdict verdict = await LookAsync();
        Assert.Equal(HoldCodes.AgentsLost, verdict.HoldCode);
        Assert.Contains("1 of 1 in b", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_of_an_orderly_shut_down_host_is_not_lost()
    {
        await StartedAsync();
        _world.Goes("4", "SHUTDOWN");
        Assert.Null((await LookAsync()).HoldCode);
    }

    [Theory]
    [InlineData("not-running", null)]
    [InlineData("machine-gone", null)]
    [InlineData("conflict", HoldCodes.AgentsLost)]
    public async Task An_agent_of_a_machine_that_Azure_knows_to_be_off_is_not_lost(string code, string? hold)
    {
        await StartedAsync();
        await _world.TargetsAsync(Some.Target("4", TargetState.Unreachable) with { Code = code });
        _world.Goes("4", "LOST");
        Assert.Equal(hold, (await LookAsync()).HoldCode);
    }

    [Theory]
    [InlineData(15, null)]
    [InlineData(25, HoldCodes.AgentsLost)]
    public async Task An_agent_that_we_restart_is_not_lost_for_as_long_as_that_may_take(int minutes, string? hold)
    {
        await StartedAsync();
        SendRecord send = new("ttr-1", TargetAction.Apply, 1, 1, _world.Time.GetUtcNow(), Settled: false, DeletePending: true);
        await _world.TargetsAsync(Some.Target("4") with { Send = send });
        _world.Goes("4", "LOST");
        _world.Time.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(hold, (await LookAsync()).HoldCode);
    }

    [Theory]
    [InlineData(RotationPhase.RotatingActiveGates, true, HoldCodes.AgentsLost)]
    [InlineData(RotationPhase.RotatingActiveGates, false, null)]
    [InlineData(RotationPhase.RotatingOneAgents, true, null)]
    public async Task While_the_first_ActiveGate_soaks_none_of_its_agents_may_be_lost(RotationPhase phase, bool isSoaking, string? hold)
    {
        _world.Online("a", [.. Enumerable.Range(10, 40).Select(static number => $"{number}")]);
        await StartedAsync(phase);
        await _world.TargetsAsync(Some.Touched("gate", TargetState.Rotated, Component.ActiveGate) with { Pool = "a|default" }, Some.Target("gate-2", component: Component.ActiveGate, pool: "b|default"));
        _world.Goes("10", "LOST");
        Assert.Equal(hold, (await _world.RunAsync<LookAtWatches, LookInput, WatchVerdict>(new(WatchWorld.RotationId, isSoaking))).HoldCode);
    }

    [Fact]
    public async Task The_old_token_in_force_holds_and_resuming_does_not_make_it_pass()
    {
        await StartedAsync();
        _world.AgentToken = WatchWorld.Old;
        Assert.Equal(HoldCodes.CancelledBySomebodyElse, (await LookAsync()).HoldCode);
        await ParkAndResumeAsync(HoldCodes.CancelledBySomebodyElse);
        WatchVerdict again = await LookAsync();
        Assert.Equal(HoldCodes.CancelledBySomebodyElse, again.HoldCode);
        Assert.DoesNotContain(WatchWorld.Old, again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_third_token_in_force_holds_whatever_else_cannot_be_read()
    {
        await StartedAsync();
        _world.AgentToken = "somebodyElses16x";
        _world.Broken[OneAgents] = HttpStatusCode.Forbidden;
        _world.Broken[GatewayInfo] = HttpStatusCode.Forbidden;
        _world.Broken[Metrics] = HttpStatusCode.Forbidden;
        WatchVerdict verdict = await LookAsync();
        Assert.Equal((HoldCodes.ForeignToken, true), (verdict.HoldCode, verdict.IsInconclusive));
        Assert.DoesNotContain("somebodyElses16x", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_third_token_that_a_person_has_answered_is_not_asked_about_again_and_another_one_is()
    {
        await StartedAsync();
        await _world.TargetsAsync(Some.Target("1", TargetState.Rotated), Some.Target("2"), Some.Target("4"));
        _world.AgentToken = "somebodyElses16x";
        _world.Goes("4", "LOST");
        WatchVerdict asked = await LookAsync();
        Assert.Equal(HoldCodes.ForeignToken, asked.HoldCode);
        Assert.Contains("1 of 1 on our new token, 1 of 2 on the old one.", asked.Message, StringComparison.Ordinal);

        await ParkAndResumeAsync(HoldCodes.ForeignToken);
        Assert.Equal(HoldCodes.ForeignToken, (await LookAsync()).HoldCode); // resume looks again

        await _world.ChangeAsync(static rotation => rotation with { AnsweredForeignToken = rotation.ForeignToken });
        Assert.NotEqual(HoldCodes.ForeignToken, (await LookAsync()).HoldCode);

        _world.AgentToken = "yetSomebodyElse16";
        Assert.Equal(HoldCodes.ForeignToken, (await LookAsync()).HoldCode);
    }

    [Fact]
    public async Task The_token_is_asked_for_every_five_minutes_only()
    {
        await StartedAsync();
        for (int minute = 0; minute <= 10; minute++)
        {
            await LookAsync();
            _world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, _world.Asked.Count(static path => path == AgentInfo));
        Assert.Equal(11, _world.Asked.Count(static path => path == Metrics) - 1); // one was the baseline's
    }

    [Fact]
    public async Task Before_start_took_effect_the_token_is_not_asked_for()
    {
        await _world.RotationAsync(RotationPhase.Starting, owned: false);
        _world.AgentToken = WatchWorld.Old;
        Assert.Null((await LookAsync()).HoldCode);
        Assert.DoesNotContain(AgentInfo, _world.Asked);
    }

    [Fact]
    public async Task Another_token_for_ActiveGates_is_noted_and_does_not_hold()
    {
        await StartedAsync();
        _world.GatewayToken = WatchWorld.Old;
        Assert.Null((await LookAsync()).HoldCode);
        Assert.True((await RotationAsync()).GatewayTokenDiffers);
        _world.Time.Advance(TimeSpan.FromMinutes(5));
        await LookAsync();
        Assert.Single(await _world.AuditAsync("gateway-token"));

        _world.GatewayToken = WatchWorld.New;
        _world.Time.Advance(TimeSpan.FromMinutes(5));
        await LookAsync();
        Assert.False((await RotationAsync()).GatewayTokenDiffers);
        Assert.Equal(2, (await _world.AuditAsync("gateway-token")).Count);
    }

    [Fact]
    public async Task The_same_token_for_ActiveGates_is_nothing_to_tell()
    {
        await StartedAsync();
        await LookAsync();
        Assert.False((await RotationAsync()).GatewayTokenDiffers);
        Assert.Empty(await _world.AuditAsync("gateway-token"));
    }

    [Fact]
    public async Task A_metric_that_is_not_available_is_asked_about_once()
    {
        await StartedAsync();
        _world.Broken[Metrics] = HttpStatusCode.Forbidden;
        WatchVerdict verdict = await LookAsync();
        Assert.Equal((HoldCodes.MetricUnavailable, true), (verdict.HoldCode, verdict.IsInconclusive));
        Assert.Contains("metrics.read", verdict.Message, StringComparison.Ordinal);
        await ParkAndResumeAsync(HoldCodes.MetricUnavailable);
        _world.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new WatchVerdict(IsInconclusive: true), await LookAsync());
    }

    [Fact]
    public async Task A_metric_that_becomes_silent_holds_nothing_however_long_it_stays_so()
    {
        await StartedAsync();
        _world.Rejected = null;
        Assert.Equal(new WatchVerdict(), await LookAsync());
        _world.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new WatchVerdict(), await LookAsync());
    }

    [Fact]
    public async Task A_metric_that_is_silent_from_the_beginning_is_said_once_with_what_stands_in_for_it()
    {
        await _world.RotationAsync(RotationPhase.AwaitingStart, owned: false);
        _world.Rejected = null;
        Assert.Equal(new BaselineOutcome(false, 4), await BaselineAsync());
        Assert.Equal(new BaselineOutcome(false, 4), await BaselineAsync());
        await _world.RotationAsync();
        Assert.Equal(new WatchVerdict(), await LookAsync());
        Assert.Equal(new WatchVerdict(), await LookAsync());

        Assert.EndsWith(
            "the metric of rejected messages has no value, so OneAgents online in each network zone and the proofs on the hosts stand in for it.",
            Assert.Single(await _world.AuditAsync("baseline")).Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_metric_that_begins_to_count_holds()
    {
        _world.Rejected = null;
        await StartedAsync();
        _world.Rejected = 10;
        Assert.Equal(HoldCodes.RejectedMessagesRose, (await LookAsync()).HoldCode);
    }

    [Fact]
    public async Task Agents_that_are_lost_hold_while_the_metric_is_silent()
    {
        _world.Rejected = null;
        await StartedAsync();
        _world.Goes("4", "LOST");
        Assert.Equal(HoldCodes.AgentsLost, (await LookAsync()).HoldCode);
    }

    [Fact]
    public async Task An_inventory_that_cannot_be_read_for_a_while_holds()
    {
        await StartedAsync();
        _world.Broken[OneAgents] = HttpStatusCode.InternalServerError;
        Assert.Equal(new WatchVerdict(IsInconclusive: true), await LookAsync());
        _world.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HoldCodes.WatchBlind, (await LookAsync()).HoldCode);
    }

    [Fact]
    public async Task Without_a_baseline_the_first_look_takes_it_and_says_that_it_is_late()
    {
        await _world.RotationAsync();
        Assert.Null((await LookAsync()).HoldCode);
        Assert.Contains("late", Assert.Single(await _world.AuditAsync("baseline")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_that_another_copy_has_taken_over_is_held_and_names_it()
    {
        await StartedAsync();
        Assert.Null((await LookAsync()).HoldCode);
        FakeKeyVault.SecretVersion claim = _world.Vault.Add(ClaimName.Of("sim00001"), "");
        claim.Tags = new() { ["copy"] = "other", ["rotation"] = "rot-9", ["who"] = "anna", ["where"] = "laptop" };

        WatchVerdict verdict = await LookAsync();

        Assert.Equal(HoldCodes.ClaimLost, verdict.HoldCode);
        Assert.Contains("anna at laptop (rot-9", verdict.Message, StringComparison.Ordinal);
        Assert.Equal("laptop", (await RotationAsync()).ClaimHeldBy);
    }

    [Fact]
    public async Task A_vault_that_does_not_answer_holds_no_watch()
    {
        await StartedAsync();
        _world.Vault.Outage = 403; // which Azure's client does not try again

        Assert.Null((await LookAsync()).HoldCode);
    }

    private async Task StartedAsync(RotationPhase phase = RotationPhase.RotatingOneAgents)
    {
        await _world.RotationAsync(phase);
        await BaselineAsync();
    }

    /// <summary>What the orchestration and an operator do with a hold.</summary>
    private async Task ParkAndResumeAsync(string code)
    {
        RotationPhase from = (await RotationAsync()).Phase;
        await _world.RunAsync<MovePhase, MoveInput, RotationPhase>(new(WatchWorld.RotationId, from, RotationPhase.Parked, HoldCode: code, HoldMessage: "because"));
        await _world.RunAsync<MovePhase, MoveInput, RotationPhase>(new(WatchWorld.RotationId, RotationPhase.Parked, from));
    }

    private Task<RotationRecord> RotationAsync() => _world.Rotations.GetAsync(WatchWorld.RotationId, Cancelled);

    private Task<BaselineOutcome> BaselineAsync() => _world.RunAsync<RecordBaseline, string, BaselineOutcome>(WatchWorld.RotationId);

    private Task<WatchVerdict> LookAsync() => _world.RunAsync<LookAtWatches, LookInput, WatchVerdict>(new(WatchWorld.RotationId));
}
