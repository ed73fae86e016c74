using TenantTokens.Durable;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Activities;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Shared.Tests.Rotations.Restoring;
using TenantTokens.Tests.Builders;

namespace TenantTokens.Shared.Tests.Rotations;

public sealed class CommandDeletionTests
{
    private readonly ScriptedContext _context = new();

    [Fact]
    public async Task Nothing_left_ends_it_at_once_and_tells_nobody()
    {
        SweepOutcome outcome = await RunAsync(new SweepOutcome(3, 0, IsOver: true));

        Assert.Equal((0, true), (outcome.Left, outcome.IsOver));
        Assert.Equal([SweepCommands.Name.Value], _context.Called);
    }

    [Fact]
    public async Task What_is_gone_a_round_later_is_told_nobody()
    {
        await RunAsync(new(0, 5), new(5, 0, IsOver: true));

        Assert.Equal([SweepCommands.Name.Value, SweepCommands.Name.Value], _context.Called);
    }

    [Fact]
    public async Task What_stays_is_told_once_and_once_more_when_it_is_given_up()
    {
        await RunAsync(new(0, 5), new(0, 5), new(0, 5), new(0, 5, IsOver: true));

        Assert.Equal([SweepCommands.Name.Value, SweepCommands.Name.Value, Notify.Name.Value, SweepCommands.Name.Value, SweepCommands.Name.Value, Notify.Name.Value], _context.Called);
        Assert.Equal(new NotifyInput("rot-1", NotificationKind.RunCommandsLeft), _context.Inputs[Notify.Name.Value]);
    }

    [Fact]
    public async Task Its_pauses_grow()
    {
        DateTime began = _context.CurrentUtcDateTime;
        await RunAsync(new(0, 5), new(0, 5), new(0, 5, IsOver: true));

        RotationWaits waits = RotationWaits.Of(Some.Options().Policy, emergency: false);
        Assert.Equal(waits.StragglerPause(0) + waits.StragglerPause(1), _context.CurrentUtcDateTime - began);
        Assert.True(waits.StragglerPause(1) > waits.StragglerPause(0));
    }

    [Fact]
    public async Task A_full_history_is_followed_by_a_child()
    {
        _context.Answers(SweepCommands.Name, static _ => new SweepOutcome(0, 1));
        await new CommandDeletionOrchestrator().RunAsync(_context, Input());

        Assert.Equal(CommandDeletionOrchestrator.Name.Value, _context.Called[^1]);
        Assert.InRange(_context.Called.Count, 50, 200);
    }

    [Fact]
    public async Task The_sweep_after_finish_deletes_in_each_of_its_rounds()
    {
        Queue<bool> rounds = new([false, false, true]);
        _context.Answers(BeginSweepRound.Name, _ => new SweepRound(rounds.Dequeue(), Pending: 0)).Answers(SweepCommands.Name, static _ => new SweepOutcome(0, 1)).Answers(NextWave.Name, static _ => new NextWaveOutcome(null, false, false)).Answers(EndSweep.Name, static _ => new SweepEnd(0));
        await new SweepOrchestrator().RunAsync(_context, Input());

        Assert.Equal(2, _context.Called.Count(static name => name == SweepCommands.Name.Value));
        Assert.Single(_context.Called, static name => name == Notify.Name.Value);
    }

    private async Task<SweepOutcome> RunAsync(params SweepOutcome[] rounds)
    {
        Queue<SweepOutcome> left = new(rounds);
        _context.Answers(SweepCommands.Name, _ => left.Dequeue());
        return await new CommandDeletionOrchestrator().RunAsync(_context, Input());
    }

    private static RotationInput Input() => new("rot-1", RotationWaits.Of(Some.Options().Policy, emergency: false));
}
