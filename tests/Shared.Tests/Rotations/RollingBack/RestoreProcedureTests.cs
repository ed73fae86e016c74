using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Rotations.Watching;
using TenantTokens.Rotations.Waves;
using TenantTokens.Shared.Tests.Rotations.Procedure;

namespace TenantTokens.Shared.Tests.Rotations.RollingBack;

/// <summary>What the orchestration does with the steps of a restore.</summary>
public sealed class RestoreProcedureTests
{
    private static readonly RotationInput _input = new("rot-1", RotationWaits.From(new PolicyOptions(), emergency: false));
    private readonly ScriptedContext _context = new();
    private readonly Queue<NextRestore.Result> _steps = new();
    private readonly Queue<CheckCanary.Result> _looks = new();
    private PhaseMove? _moved;

    public RestoreProcedureTests()
    {
        _context
            .Answers(ReadPhase.Name, _ => _moved is null ? RotationPhase.RollingBack : RotationPhase.Cancelled)
            .Answers(ReadOperatorCommand.Name, static _ => new ReadOperatorCommand.Result(null, Paused: false, Emergency: false))
            .Answers(BeginRestore.Name, static _ => true)
            .Answers(BeginApply.Name, static _ => true)
            .Answers(NextRestore.Name, _ => _steps.Dequeue())
            .Answers(CheckCanary.Name, _ => _looks.Count > 1 ? _looks.Dequeue() : _looks.Peek())
            .Answers(OpenGate.Name, static _ => new OpenGate.Result(null, false))
            .Answers(MovePhase.Name, input =>
            {
                _moved ??= input;
                return RotationPhase.Cancelled; // an end, so that the orchestration ends here
            });
    }

    [Fact]
    public async Task A_canary_that_is_not_seen_holds_before_anything_else_is_sent()
    {
        _steps.Enqueue(new(RestoreStep.Wave, 4, Component.OneAgent, MustBeSeen: true));
        _looks.Enqueue(new(IsSeen: false, IsMoved: true, IsOff: false, "oneagent/web (Restored)"));
        await RunAsync();

        Assert.Equal((RotationPhase.Parked, ParkCodes.RestoreCanaryOffline), (_moved!.To, _moved.HoldCode));
        Assert.Contains("oneagent/web (Restored) went ahead", _moved.HoldMessage, StringComparison.Ordinal);
        Assert.Single(_context.Called, static name => name == "Wave");
        Assert.DoesNotContain(CompleteWave.Name.Value, _context.Called);
        Assert.True(
            _context.CurrentUtcDateTime >= TenantTokens.Testing.Builders.Some.Now.UtcDateTime + _input.Waits.CanarySoak
                + _input.Waits.OnlineTimeout,
            "It was given its time.");
    }

    [Fact]
    public async Task One_that_comes_online_late_lets_the_others_follow()
    {
        _steps.Enqueue(new(RestoreStep.Wave, 4, Component.OneAgent, MustBeSeen: true));
        _steps.Enqueue(new(RestoreStep.Wave, 2, Component.OneAgent));
        _steps.Enqueue(new(RestoreStep.Done));
        _looks.Enqueue(new(IsSeen: false, IsMoved: true, IsOff: false, "oneagent/web (Restored)"));
        _looks.Enqueue(new(IsSeen: true, IsMoved: true, IsOff: false, "oneagent/web (Restored)"));
        await RunAsync();

        Assert.Equal(2, _context.Called.Count(static name => name == "Wave"));
        Assert.Equal(RotationPhase.Cancelling, _moved!.To);
    }

    [Fact]
    public async Task One_that_is_off_holds_nothing()
    {
        _steps.Enqueue(new(RestoreStep.Wave, 4, Component.OneAgent, MustBeSeen: true));
        _steps.Enqueue(new(RestoreStep.Done));
        _looks.Enqueue(new(IsSeen: false, IsMoved: false, IsOff: true, "oneagent/web (Unreachable)"));
        await RunAsync();

        Assert.Equal(RotationPhase.Cancelling, _moved!.To);
    }

    [Fact]
    public async Task With_the_old_token_dead_everything_goes_forward_and_no_wave_runs()
    {
        _steps.Enqueue(new(RestoreStep.GoForward));
        await RunAsync();

        Assert.DoesNotContain("Wave", _context.Called);
        Assert.Contains(BeginApply.Name.Value, _context.Called);
        Assert.Equal(RotationPhase.RotatingActiveGates, _moved!.To);
    }

    [Theory]
    [InlineData(RestoreStep.Wave)]
    [InlineData(RestoreStep.Done)]
    public async Task A_restore_that_the_tokens_in_force_forbade_is_begun_once_they_allow_it_and_before_anybody_is_asked(RestoreStep step)
    {
        Queue<bool> begun = new([false, true]);
        _context.Answers(BeginRestore.Name, _ => begun.Dequeue());
        _steps.Enqueue(new(step, 3, Component.OneAgent));
        _steps.Enqueue(new(RestoreStep.Done));
        await RunAsync();

        Assert.Empty(begun);
        Assert.DoesNotContain("Wave", _context.Called);
        Assert.Equal(RotationPhase.Cancelling, _moved!.To);
    }

    [Fact]
    public async Task Before_the_ActiveGates_the_approvers_are_asked()
    {
        _steps.Enqueue(new(RestoreStep.Wave, 3, Component.ActiveGate, IsAskedFirst: true));
        _steps.Enqueue(new(RestoreStep.Done));
        List<GateKind> asked = [];
        _context.Answers(OpenGate.Name, input =>
        {
            asked.Add(input.Kind);
            Assert.Equal(input.Kind is GateKind.RestoreActiveGates ? 0 : 1, _context.Called.Count(static name => name == "Wave"));
            return new OpenGate.Result(null, false);
        });
        await RunAsync();

        Assert.Equal([GateKind.RestoreActiveGates, GateKind.Cancel], asked);
    }

    [Theory]
    [InlineData(GateOutcome.GoForward, RotationPhase.RotatingActiveGates)]
    [InlineData(GateOutcome.Retry, RotationPhase.Cancelling)]
    public async Task What_they_say_is_done_and_no_ActiveGate_is_touched(GateOutcome said, RotationPhase leadsTo)
    {
        _steps.Enqueue(new(RestoreStep.Wave, 3, Component.ActiveGate, IsAskedFirst: true));
        _steps.Enqueue(new(RestoreStep.Done)); // what is left after the retry
        _context
            .Answers(
                OpenGate.Name,
                static input => new OpenGate.Result(input.Kind is GateKind.RestoreActiveGates ? "restore-activegates-1" : null, false))
            .Answers(RemindApprovers.Name, static _ => new RemindApprovers.Result(TimeSpan.FromHours(1)))
            .Answers(CloseGateIfDecided.Name, _ => said);
        await RunAsync();

        Assert.DoesNotContain("Wave", _context.Called);
        Assert.Equal(leadsTo, _moved!.To);
        Assert.Equal(said is GateOutcome.Retry, ((BeginRestore.Input)_context.Inputs[BeginRestore.Name.Value]).RetryLeft);
    }

    [Theory]
    [InlineData(GateOutcome.Superseded, true)]
    [InlineData(GateOutcome.GoForward, false)]
    public async Task A_gate_that_is_withdrawn_while_its_votes_are_counted_is_told_to_those_who_were_asked(GateOutcome said, bool isTold)
    {
        _steps.Enqueue(new(RestoreStep.Wave, 3, Component.ActiveGate, IsAskedFirst: true));
        _steps.Enqueue(new(RestoreStep.Done));
        _context
            .Answers(
                OpenGate.Name,
                static input => new OpenGate.Result(input.Kind is GateKind.RestoreActiveGates ? "restore-activegates-1" : null, false))
            .Answers(RemindApprovers.Name, static _ => new RemindApprovers.Result(TimeSpan.FromHours(1)))
            .Answers(CloseGateIfDecided.Name, _ => said);
        await RunAsync();

        Assert.Equal(isTold, _context.Called.Contains(NotifySuperseded.Name.Value));
    }

    private Task<RotationOrchestrator.Result> RunAsync() => new RotationOrchestrator().RunAsync(_context, _input);
}
