using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Commands;

/// <summary>What the operators want of an orchestration.</summary>
public sealed class ReadOperatorCommandTests : ActivityTest
{
    [Fact]
    public async Task The_next_command_is_read_until_it_is_taken()
    {
        await World.RotationAsync();
        Assert.Null((await CommandAsync()).Command);
        await GiveAsync(OperatorCommandKind.Abort);

        Assert.Equal(OperatorCommandKind.Abort, (await CommandAsync()).Command?.Kind);
        await TakeAsync(1);
        Assert.Null((await CommandAsync()).Command);
    }

    [Fact]
    public async Task A_pause_holds_at_once_and_waits_for_nobody_to_take_it()
    {
        await World.RotationAsync();
        Assert.False((await CommandAsync()).Paused);
        await GiveAsync(OperatorCommandKind.Pause);

        Assert.Equal(new ReadOperatorCommand.Result(null, Paused: true), await CommandAsync());
    }

    private Task<ReadOperatorCommand.Result> CommandAsync()
        => World.RunAsync<ReadOperatorCommand, string, ReadOperatorCommand.Result>(WatchWorld.RotationId);

    private Task<bool> TakeAsync(int number)
        => World.RunAsync<TakeOperatorCommand, OperatorCommandInput, bool>(new(WatchWorld.RotationId, number));
}
