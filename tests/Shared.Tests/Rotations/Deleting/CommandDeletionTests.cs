using TenantTokens.Notifications;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Sweeping;
using TenantTokens.Rotations.Waves;
using TenantTokens.Shared.Tests.Rotations.Procedure;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Deleting;

public sealed class CommandDeletionTests
{
    private readonly ScriptedContext _context = new();

    [Fact]
    public async Task Nothing_left_ends_it_at_once_and_tells_nobody()
    {
        DeleteFinishedRunCommands.Result outcome = await RunAsync(new DeleteFinishedRunCommands.Result(3, 0, IsOver: true));

        Assert.Equal((0, true), (outcome.Left, outcome.IsOver));
        Assert.Equal([DeleteFinishedRunCommands.Name.Value], _context.Called);
    }

    [Fact]
    public async Task What_is_gone_a_round_later_is_told_nobody()
    {
        await RunAsync(new(0, 5), new(5, 0, IsOver: true));

        Assert.Equal([DeleteFinishedRunCommands.Name.Value, DeleteFinishedRunCommands.Name.Value], _context.Called);
    }

    [Fact]
    public async Task What_stays_is_told_once_and_once_more_when_it_is_given_up()
    {
        await RunAsync(new(0, 5), new(0, 5), new(0, 5), new(0, 5, IsOver: true));

        Assert.Equal(
            [
                DeleteFinishedRunCommands.Name.Value,
                DeleteFinishedRunCommands.Name.Value,
                Notify.Name.Value,
                DeleteFinishedRunCommands.Name.Value,
                DeleteFinishedRunCommands.Name.Value,
                Notify.Name.Value,
            ],
            _context.Called);
        Assert.Equal(new Notify.Input("rot-1", NotificationKind.RunCommandsLeft), _context.Inputs[Notify.Name.Value]);
    }

    [Fact]
    public async Task Its_pauses_grow()
    {
        DateTime began = _context.CurrentUtcDateTime;
        await RunAsync(new(0, 5), new(0, 5), new(0, 5, IsOver: true));

        RotationWaits waits = RotationWaits.From(Some.Options().Policy, emergency: false);
        Assert.Equal(waits.StragglerPause(0) + waits.StragglerPause(1), _context.CurrentUtcDateTime - began);
        Assert.True(waits.StragglerPause(1) > waits.StragglerPause(0));
    }

    [Fact]
    public async Task A_full_history_is_followed_by_a_child()
    {
        _context.Answers(DeleteFinishedRunCommands.Name, static _ => new DeleteFinishedRunCommands.Result(0, 1));
        await new RunCommandDeletionOrchestrator().RunAsync(_context, Input());

        Assert.Equal(RunCommandDeletionOrchestrator.Name.Value, _context.Called[^1]);
        Assert.InRange(_context.Called.Count, 50, 200);
    }

    [Fact]
    public async Task The_sweep_after_finish_deletes_in_each_of_its_rounds()
    {
        Queue<bool> rounds = new([false, false, true]);
        _context.Answers(BeginSweepRound.Name, _ => new BeginSweepRound.Result(rounds.Dequeue(), Pending: 0))
            .Answers(DeleteFinishedRunCommands.Name, static _ => new DeleteFinishedRunCommands.Result(0, 1))
            .Answers(NextWave.Name, static _ => new NextWave.Result(null, false, false))
            .Answers(EndSweep.Name, static _ => new EndSweep.Result(0));
        await new SweepOrchestrator().RunAsync(_context, Input());

        Assert.Equal(2, _context.Called.Count(static name => name == DeleteFinishedRunCommands.Name.Value));
        Assert.Single(_context.Called, static name => name == Notify.Name.Value);
    }

    private async Task<DeleteFinishedRunCommands.Result> RunAsync(params DeleteFinishedRunCommands.Result[] rounds)
    {
        Queue<DeleteFinishedRunCommands.Result> left = new(rounds);
        _context.Answers(DeleteFinishedRunCommands.Name, _ => left.Dequeue());
        return await new RunCommandDeletionOrchestrator().RunAsync(_context, Input());
    }

    private static RotationInput Input() => new("rot-1", RotationWaits.From(Some.Options().Policy, emergency: false));
}
