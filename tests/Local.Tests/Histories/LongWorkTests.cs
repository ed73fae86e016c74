using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Sweeping;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Histories;

/// <summary>Work that needs more steps than one history may have: a child goes on, and nothing is done twice or forgotten.</summary>
public sealed class LongWorkTests(ITestOutputHelper output)
{
    private static readonly WaveOrchestrator.Input _wave = new("rot-1", 1, ScriptedWork.Waits);
    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_segment_whose_targets_are_all_throttled_and_retried_sends_every_attempt_once()
    {
        await using ScriptedWork work = new()
        {
            Send = static (input, before) => before < 5
                ? new(TargetState.Pending, RetryAt: Some.Now.AddMinutes(before + 1))
                : new(input.Attempt == 3 ? TargetState.Rotated : TargetState.Failed, IsRetryable: input.Attempt < 3),
        };
        OrchestrationMetadata end = await work.RunAsync(SegmentOrchestrator.Name, new SegmentOrchestrator.Input(_wave, 0, 0), _tick);

        Assert.Equal(new WaveTally(100, 0, 0), end.ReadOutputAs<WaveTally>());
        Assert.Equal(100, work.Sent.DistinctBy(static sent => sent.Input.TargetId).Count());
        Assert.All(
            work.Sent.GroupBy(static sent => sent.Input.TargetId),
            static target => Assert.Equal([1, 1, 1, 1, 1, 1, 2, 3], target.Select(static sent => sent.Input.Attempt)));
        Assert.All(work.Sent, static sent => Assert.Equal(sent.Input.Attempt == 3, sent.Input.IsLastTry));
        AssertShort(work);
    }

    [Fact]
    public async Task A_target_that_is_told_to_come_later_is_not_asked_before()
    {
        DateTimeOffset later = Some.Now.AddMinutes(20);
        await using ScriptedWork work = new()
        {
            Window = 100,
            Send = (_, before) => before == 0 ? new(TargetState.Pending, RetryAt: later) : new(TargetState.Rotated),
        };
        OrchestrationMetadata end = await work.RunAsync(SegmentOrchestrator.Name, new SegmentOrchestrator.Input(_wave, 0, 0), _tick);

        Assert.Equal(new WaveTally(100, 0, 0), end.ReadOutputAs<WaveTally>());
        Assert.All(
            work.Sent.GroupBy(static sent => sent.Input.TargetId),
            target => Assert.Equal([Some.Now, later], target.Select(static sent => sent.At)));
        AssertShort(work);
    }

    [Fact]
    public async Task ActiveGates_that_do_not_come_online_are_given_up_when_their_time_is_over_and_no_later()
    {
        await using ScriptedWork work = new()
        {
            Window = 50,
            Send = static (_, _) => new(TargetState.Rotated, AwaitOnline: true),
            IsOnline = static (_, _) => false,
        };
        OrchestrationMetadata end = await work.RunAsync(SegmentOrchestrator.Name, new SegmentOrchestrator.Input(_wave, 0, 0), _tick);

        Assert.Equal(new WaveTally(0, 100, 0), end.ReadOutputAs<WaveTally>());
        Dictionary<string, DateTimeOffset> sent = work.Sent.ToDictionary(static sent => sent.Input.TargetId, static sent => sent.At);
        Assert.All(
            work.Looked.Where(static look => look.Input.IsLastLook),
            look => Assert.Equal(sent[look.Input.TargetId] + ScriptedWork.Waits.OnlineTimeout, look.At));
        Assert.Equal(100, work.Looked.Count(static look => look.Input.IsLastLook));
        Assert.All(work.Looked.CountBy(static look => look.Input.TargetId), static looks => Assert.InRange(looks.Value, 10, 20));
        AssertShort(work);
    }

    [Fact]
    public async Task ActiveGates_that_come_online_are_looked_for_no_longer()
    {
        await using ScriptedWork work = new()
        {
            Send = static (_, _) => new(TargetState.Rotated, AwaitOnline: true),
            IsOnline = static (_, before) => before == 2,
        };
        OrchestrationMetadata end = await work.RunAsync(SegmentOrchestrator.Name, new SegmentOrchestrator.Input(_wave, 0, 0), _tick);

        Assert.Equal(new WaveTally(100, 0, 0), end.ReadOutputAs<WaveTally>());
        Assert.All(work.Looked.CountBy(static look => look.Input.TargetId), static looks => Assert.Equal(3, looks.Value));
        AssertShort(work);
    }

    [Theory]
    [InlineData(4, OrchestrationRuntimeStatus.Completed)]
    [InlineData(5, OrchestrationRuntimeStatus.Failed)]
    public async Task An_outage_is_borne_for_five_attempts_and_no_longer(int failures, OrchestrationRuntimeStatus status)
    {
        await using ScriptedWork work = new()
        {
            Send = (_, before) => before < failures ? throw new IOException("out of reach") : new(TargetState.Rotated),
        };
        OrchestrationMetadata end = await work.RunAsync(SegmentOrchestrator.Name, new SegmentOrchestrator.Input(_wave, 0, 0), _tick);

        Assert.Equal(status, end.RuntimeStatus);
        Assert.All(work.Sent, static sent => Assert.Equal(1, sent.Input.Attempt));
        AssertShort(work);
    }

    [Fact]
    public async Task A_wave_of_many_lanes_and_a_lane_of_many_segments_send_to_every_target_once()
    {
        await using ScriptedWork work = new() { Targets = 2, SegmentsOfLanes = [500, .. Enumerable.Repeat(1, 400)] };
        OrchestrationMetadata end = await work.RunAsync(WaveOrchestrator.Name, _wave, _tick);

        Assert.Equal(new WaveTally(1_800, 0, 0), end.ReadOutputAs<WaveTally>());
        Assert.Equal(1_800, work.Sent.Select(static sent => sent.Input.TargetId).Distinct().Count());
        Assert.Equal(1_800, work.Sent.Count);
        AssertShort(work);
    }

    [Fact]
    public async Task A_sweep_of_ninety_days_goes_on_with_its_pauses()
    {
        await using ScriptedWork work = new() { Targets = 1, SweepUntil = Some.Now.AddDays(90) };
        OrchestrationMetadata end = await work.RunAsync(
            SweepOrchestrator.Name,
            new RotationInput("rot-1", ScriptedWork.Waits),
            TimeSpan.FromMinutes(15));

        Assert.Equal(new EndSweep.Result(3), end.ReadOutputAs<EndSweep.Result>());
        DateTimeOffset[] rounds = [.. work.RoundsBegun];
        Assert.Equal([15, 30, 60, 120, 240], rounds.Skip(1).Take(5).Select((round, index) => (int)(round - rounds[index]).TotalMinutes));
        Assert.All(
            rounds.Skip(6).Select((round, index) => round - rounds[index + 5]),
            static pause => Assert.Equal(TimeSpan.FromHours(6), pause));
        Assert.InRange(rounds.Length, 360, 370);
        AssertShort(work);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_round_of_the_sweep_sends_only_while_this_copy_holds_the_claim(bool isHeld)
    {
        await using ScriptedWork work = new() { Targets = 1, SweepUntil = Some.Now.AddHours(2), IsSweepHeld = isHeld };

        await work.RunAsync(SweepOrchestrator.Name, new RotationInput("rot-1", ScriptedWork.Waits), TimeSpan.FromMinutes(15));

        Assert.Equal(isHeld, work.Sent.IsEmpty);
        Assert.InRange(work.RoundsBegun.Count, 3, 6);
    }

    private void AssertShort(ScriptedWork work)
    {
        output.WriteLine(work.Histories.ToString());
        Assert.All(work.Histories.Largest.Values, static size => Assert.InRange(size.Rows, 1, HistorySizes.Allowed));
    }
}
