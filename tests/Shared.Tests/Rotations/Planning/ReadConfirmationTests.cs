using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Planning;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Planning;

/// <summary>Whether somebody has confirmed the plan.</summary>
public sealed class ReadConfirmationTests : ActivityTest
{
    [Fact]
    public async Task A_plan_is_confirmed_when_a_confirmation_is_taken_and_not_before()
    {
        await World.RotationAsync(RotationPhase.AwaitingStart, owned: false);
        Assert.True((await GiveAsync(OperatorCommandKind.Confirm)).Accepted);
        Assert.False((await ConfirmedAsync()).IsConfirmed);

        Assert.False(await TakeAsync(2)); // not the next one
        Assert.False((await ConfirmedAsync()).IsConfirmed);
        Assert.True(await TakeAsync(1));
        Assert.True((await ConfirmedAsync()).IsConfirmed);
        Assert.False(await TakeAsync(1)); // taken before
    }

    private Task<ReadConfirmation.Result> ConfirmedAsync()
        => World.RunAsync<ReadConfirmation, string, ReadConfirmation.Result>(WatchWorld.RotationId);

    private Task<bool> TakeAsync(int number)
        => World.RunAsync<TakeOperatorCommand, OperatorCommandInput, bool>(new(WatchWorld.RotationId, number));
}
