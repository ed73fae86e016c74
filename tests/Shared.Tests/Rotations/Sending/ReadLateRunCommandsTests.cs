using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Sending;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Ledger;

namespace TenantTokens.Shared.Tests.Rotations.Sending;

public sealed class ReadLateRunCommandsTests
{
    private readonly TargetLedger _targets = new(new MemoryLedgerStore());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_cancel_the_last_apply_counts_that_a_host_may_still_obey_and_one_that_is_restored_obeys_none()
        => Assert.Equal(
            Some.Now.AddMinutes(2),
            await UntilAsync(
                TargetAction.Apply,
                Sent("a", TargetState.Failed, apply: 1),
                Sent("b", TargetState.Rotated, apply: 2, restore: 8),
                Sent("c", TargetState.Restored, apply: 9)));

    [Fact]
    public async Task Before_finish_the_last_restore_counts_that_a_host_may_still_obey_and_one_on_the_new_token_obeys_none()
        => Assert.Equal(
            Some.Now.AddMinutes(4),
            await UntilAsync(
                TargetAction.Restore,
                Sent("a", TargetState.Failed, apply: 8, restore: 3),
                Sent("b", TargetState.Restored, restore: 4),
                Sent("c", TargetState.Rotated, restore: 9)));

    [Theory]
    [InlineData(5, 6, 6)]
    [InlineData(7, 6, 7)]
    public async Task Before_a_close_the_last_of_all_counts_whatever_became_of_its_host(int apply, int restore, int last)
        => Assert.Equal(
            Some.Now.AddMinutes(last),
            await UntilAsync(null, Sent("a", TargetState.Restored, apply: apply), Sent("b", TargetState.Rotated, restore: restore)));

    [Theory]
    [InlineData(TargetAction.Apply)]
    [InlineData(TargetAction.Restore)]
    [InlineData(null)]
    public async Task Where_nothing_was_sent_nothing_can_arrive_late(TargetAction? action)
        => Assert.Null(await UntilAsync(action, Some.Target("a"), Some.Target("b", TargetState.Failed)));

    private static TargetRecord Sent(string name, TargetState state, int? apply = null, int? restore = null)
        => Some.Target(name, state) with { ApplyNotAfter = At(apply), RestoreNotAfter = At(restore) };

    private static DateTimeOffset? At(int? minutes) => minutes is { } some ? Some.Now.AddMinutes(some) : null;

    private async Task<DateTimeOffset?> UntilAsync(TargetAction? action, params TargetRecord[] targets)
    {
        await _targets.PutAsync("rot-1", targets, Stop);
        return (await new ReadLateRunCommands(_targets).RunAsync(new("rot-1", action), Stop)).Until;
    }
}
