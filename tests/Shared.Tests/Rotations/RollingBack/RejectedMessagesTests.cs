using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.Watching;
using TenantTokens.Rotations.Waves;
using TenantTokens.Shared.Tests.Rotations.Procedure;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.RollingBack;

/// <summary>
/// More messages are rejected in the middle of the waves: it may be an ActiveGate on the old token, or a finish of others that connection
/// info does not show. Whoever resumes moves no fleet, but one OneAgent that shows which it is.
/// </summary>
public sealed class RejectedMessagesTests
{
    private static readonly RotationInput _input = new("rot-1", RotationWaits.From(new PolicyOptions(), emergency: false));
    private readonly WatchWorld _world = new WatchWorld().Online("zone-1", "web-1", "web-2", "web-3");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private OperatorCommandLedger Commands => (OperatorCommandLedger)_world.Services.GetService(typeof(OperatorCommandLedger))!;

    [Fact]
    public async Task The_question_names_the_causes_and_how_to_tell_them_apart()
    {
        await HeldAsync();
        string said = (await LookAsync()).Message!;
        Assert.Contains("every ActiveGate rejects", said, StringComparison.Ordinal);
        Assert.Contains("one ActiveGate rejects", said, StringComparison.Ordinal);
        Assert.Contains("Connection info does not show this", said, StringComparison.Ordinal);
        Assert.Contains("one OneAgent as a canary", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resumed_one_OneAgent_goes_ahead_and_must_be_seen()
    {
        await HeldAsync();
        await ResumeAsync();

        NextWave.Result next = await NextAsync(Component.OneAgent);
        Assert.Equal((true, true), (next.IsCanary, next.MustBeSeen));
        Assert.Equal(["oneagent/web-1"], await MembersAsync(next.Number!.Value));
        Assert.Equal(next, await NextAsync(Component.OneAgent)); // asked again after a crash: the same one
    }

    [Theory]
    [InlineData(TargetState.Inconclusive, "not-connected", null)]
    [InlineData(TargetState.Failed, "start-failed", null)]
    [InlineData(TargetState.Failed, "unexpected-token", "older")]
    [InlineData(TargetState.Expired, "not-after-passed", null)]
    public async Task While_people_are_asked_about_a_canary_that_failed_no_other_goes_though_another_orchestration_takes_over(
        TargetState state,
        string code,
        string? other)
    {
        await HeldAsync();
        await ResumeAsync();
        NextWave.Result next = await NextAsync(Component.OneAgent);
        TargetRecord canary = await _world.TargetAsync("oa-web-1");
        await _world.TargetsAsync(canary with { State = state, Code = code, OtherFingerprint = other, ApplyNotAfter = Some.Now });

        Assert.Equal(next, await NextAsync(Component.OneAgent));
        await _world.TargetsAsync(
            (await _world.TargetAsync("oa-web-1")) with { Machine = canary.Machine! with { State = "PowerState/deallocated" } });
        Assert.Equal(next, await NextAsync(Component.OneAgent)); // though it was turned off meanwhile

        await _world.TargetsAsync(canary with { State = TargetState.Skipped, SkippedBy = "alice" });
        Assert.Equal(["oneagent/web-2"], await MembersAsync((await NextAsync(Component.OneAgent)).Number!.Value));
    }

    [Theory]
    [InlineData(TargetState.Inconclusive, true)]
    [InlineData(TargetState.Skipped, false)]
    public async Task An_emergency_does_not_answer_what_is_asked_about_a_canary_that_failed(TargetState state, bool isAsked)
    {
        await HeldAsync();
        await ResumeAsync();
        NextWave.Result next = await NextAsync(Component.OneAgent);
        await _world.TargetsAsync((await _world.TargetAsync("oa-web-1")) with { State = state, ApplyNotAfter = Some.Now });
        await _world.ChangeAsync(static current => current with { Emergency = true });

        Assert.Equal(isAsked, next == await NextAsync(Component.OneAgent));
    }

    [Fact]
    public async Task An_emergency_keeps_the_wave_in_which_too_much_failed_and_lays_those_anew_that_have_not_begun()
    {
        TargetRecord failed = Some.Target("web-1", TargetState.Failed) with { ApplyNotAfter = Some.Now };
        TargetRecord pending = Some.Target("web-2");
        await _world.RotationAsync();
        await _world.TargetsAsync(failed, pending);
        WaveWriter writer = (WaveWriter)_world.Services.GetService(typeof(WaveWriter))!;
        int over = await writer.AddAsync(WatchWorld.RotationId, TargetAction.Apply, Component.OneAgent, isCanary: false, 1, [failed], Stop);
        int unbegun = await writer.AddAsync(
            WatchWorld.RotationId,
            TargetAction.Apply,
            Component.OneAgent,
            isCanary: false,
            1,
            [pending],
            Stop);
        await _world.ChangeAsync(static current => current with { Emergency = true });

        Assert.Equal(over, (await NextAsync(Component.OneAgent)).Number);

        PlanLedger plans = (PlanLedger)_world.Services.GetService(typeof(PlanLedger))!;
        Assert.NotNull((await plans.GetWaveAsync(WatchWorld.RotationId, unbegun, Stop)).CompletedAt);
    }

    [Fact]
    public async Task The_ActiveGates_that_are_left_are_settled_all_of_them()
    {
        await HeldAsync(Some.Target("gate-1", component: Component.ActiveGate), Some.Target("gate-2", component: Component.ActiveGate));
        await ResumeAsync();

        NextWave.Result next = await NextAsync(Component.ActiveGate);
        Assert.Equal((false, false), (next.IsCanary, next.MustBeSeen));
        Assert.Equal(["activegate/gate-1", "activegate/gate-2"], await MembersAsync(next.Number!.Value));
    }

    [Fact]
    public async Task Until_the_canary_is_out_no_rise_asks_again_and_after_its_soak_only_one_over_what_was_there_before_it()
    {
        await HeldAsync();
        await ResumeAsync();
        _world.Rejected = 100;
        Assert.Null((await LookAsync()).HoldCode);
        Assert.Null((await LookAsync(isBeforeCanary: true)).HoldCode);
        Assert.Null((await LookAsync(isSoaking: true)).HoldCode);

        _world.Rejected = 105;
        WatchVerdict worse = await LookAsync(isSoaking: true);
        Assert.Equal(ParkCodes.RejectedMessagesRose, worse.HoldCode);
        Assert.Contains("The number rose after one OneAgent was moved as a canary", worse.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seen_online_the_canary_lets_the_others_follow()
    {
        await HeldAsync();
        await ResumeAsync();
        int canary = (await NextAsync(Component.OneAgent)).Number!.Value;
        await MoveAsync("oa-web-1");

        Assert.True((await LookForAsync(canary)).IsSeen);
        await _world.RunAsync<CompleteWave, CompleteWave.Input, bool>(new(WatchWorld.RotationId, canary));
        NextWave.Result rest = await NextAsync(Component.OneAgent);
        Assert.False(rest.MustBeSeen);
        Assert.Equal(["oneagent/web-2", "oneagent/web-3"], await MembersAsync(rest.Number!.Value));
    }

    [Fact]
    public async Task Held_again_and_resumed_again_no_further_host_is_moved_while_the_canary_is_offline()
    {
        await HeldAsync();
        await ResumeAsync();
        int canary = (await NextAsync(Component.OneAgent)).Number!.Value;
        await MoveAsync("oa-web-1");
        _world.Goes("web-1", "LOST");
        Assert.False((await LookForAsync(canary)).IsSeen);

        for (int times = 0; times < 3; times++)
        {
            await HoldAsync(times == 1 ? ParkCodes.CanaryOffline : ParkCodes.RejectedMessagesRose);
            await ResumeAsync();
            Assert.Equal(canary, (await NextAsync(Component.OneAgent)).Number);
        }
    }

    [Fact]
    public async Task Resumed_from_another_hold_the_waves_go_on_as_planned()
    {
        await HeldAsync();
        await HoldAsync(ParkCodes.AgentsLost);
        await ResumeAsync();
        Assert.False((await NextAsync(Component.OneAgent)).MustBeSeen);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, ParkCodes.CanaryOffline)]
    public async Task The_rotation_holds_unless_its_canary_is_seen(bool isSeen, string? hold)
    {
        PhaseMove? moved = null;
        bool isCompleted = false;
        ScriptedContext context = new ScriptedContext()
            .Answers(ReadPhase.Name, _ => RotationPhase.RotatingOneAgents)
            .Answers(ReadOperatorCommand.Name, static _ => new ReadOperatorCommand.Result(null))
            .Answers(CountOpenTargets.Name, static _ => new CountOpenTargets.Result(0, 0))
            .Answers(CheckWindow.Name, static _ => new CheckWindow.Result(true, null, ""))
            .Answers(LookAtWatches.Name, static _ => new WatchVerdict())
            .Answers(AssessWave.Name, static _ => new AssessWave.Result(false, 0))
            .Answers(CompleteWave.Name, _ => isCompleted = true)
            .Answers(CheckCanary.Name, _ => new CheckCanary.Result(isSeen, IsMoved: true, IsOff: false, "oneagent/web-1 (Rotated)"))
            .Answers(
                NextWave.Name,
                _ => isCompleted ? new NextWave.Result(null, false, true) : new NextWave.Result(9, true, false) { MustBeSeen = true })
            .Answers(MovePhase.Name, input =>
            {
                moved ??= input;
                return RotationPhase.Cancelled;
            });
        await new RotationOrchestrator().RunAsync(context, _input);

        Assert.Equal(hold, moved!.HoldCode);
        Assert.Equal(isSeen, isCompleted);
        Assert.Equal(isSeen ? RotationPhase.Verifying : RotationPhase.Parked, moved.To);
        Assert.True(
            context.Called.IndexOf(LookAtWatches.Name.Value) < context.Called.IndexOf("Wave"),
            "What was rejected before is known.");
    }

    private async Task HeldAsync(params TargetRecord[] more)
    {
        await _world.RotationAsync();
        await _world.ChangeAsync(static rotation => rotation with { Generation = 7 });
        await _world.TargetsAsync([Some.Target("web-1"), Some.Target("web-2"), Some.Target("web-3"), .. more]);
        await _world.RunAsync<RecordBaseline, string, RecordBaseline.Result>(WatchWorld.RotationId);
        _world.Rejected = 10;
        Assert.Equal(ParkCodes.RejectedMessagesRose, (await LookAsync()).HoldCode);
        await HoldAsync(ParkCodes.RejectedMessagesRose);
    }

    private async Task HoldAsync(string code)
    {
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.ChangeAsync(rotation => rotation with
        {
            Phase = RotationPhase.Parked,
            ParkedFrom = RotationPhase.RotatingOneAgents,
            ParkReason = new(code, "Asked.", _world.Time.GetUtcNow(), rotation.Commands),
        });
    }

    private async Task ResumeAsync()
    {
        OperatorAnswer answer = await Commands.GiveAsync(WatchWorld.RotationId, new(OperatorCommandKind.Resume, "olga"), Stop);
        Assert.True(answer.Accepted, answer.Message);
        int number = (await _world.Rotations.GetAsync(WatchWorld.RotationId, Stop)).Commands;
        Assert.Equal(
            RotationPhase.RotatingOneAgents,
            await _world.RunAsync<LeaveParked, OperatorCommandInput, RotationPhase>(new(WatchWorld.RotationId, number)));
    }

    private Task<TargetRecord> MoveAsync(string id) => _world.Targets.UpdateAsync(
        WatchWorld.RotationId,
        id,
        current => current with { State = TargetState.Rotated, ApplyNotAfter = Some.Now, ProvedAt = _world.Time.GetUtcNow() },
        Stop);

    private Task<NextWave.Result> NextAsync(Component component)
        => _world.RunAsync<NextWave, NextWave.Input, NextWave.Result>(new(WatchWorld.RotationId, component, TargetAction.Apply));

    private Task<WatchVerdict> LookAsync(bool isSoaking = false, bool isBeforeCanary = false)
        => _world.RunAsync<LookAtWatches, LookAtWatches.Input, WatchVerdict>(new(WatchWorld.RotationId, isSoaking, isBeforeCanary));

    private Task<CheckCanary.Result> LookForAsync(int wave)
        => _world.RunAsync<CheckCanary, CheckCanary.Input, CheckCanary.Result>(new(WatchWorld.RotationId, wave));

    private async Task<IReadOnlyList<string>> MembersAsync(int wave)
    {
        HashSet<string> ids = [];
        await foreach (SegmentRecord segment in ((PlanLedger)_world.Services.GetService(typeof(PlanLedger))!)
            .ListSegmentsAsync(WatchWorld.RotationId, wave, Stop))
        {
            ids.UnionWith(segment.TargetIds);
        }

        return [
            .. (await _world.Targets.ListAsync(WatchWorld.RotationId, Stop))
                .Where(target => ids.Contains(target.TargetId))
                .Select(static target => target.Name),
        ];
    }
}
