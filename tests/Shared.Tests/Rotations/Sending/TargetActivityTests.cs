using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Sending;

/// <summary>The activities that write down what people or a round decide about targets.</summary>
public sealed class TargetActivityTests : IDisposable
{
    private readonly WatchWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task What_failed_of_a_component_is_tried_again_and_nothing_else()
    {
        await BeginAsync(
            Some.Target("a", TargetState.Failed),
            Some.Target("b", TargetState.Rotated),
            Some.Target("g", TargetState.Failed, Component.ActiveGate));

        Assert.Equal(1, await _world.RunAsync<RetryFailed, RetryFailed.Input, int>(new(WatchWorld.RotationId, Component.OneAgent)));

        Assert.Equal([TargetState.Pending, TargetState.Rotated, TargetState.Failed], await StatesAsync("oa-a", "oa-b", "ag-g"));
        Assert.Equal("1 OneAgent targets are tried again.", Assert.Single(await _world.AuditAsync("retried")).Detail);
    }

    [Fact]
    public async Task What_never_answered_is_tried_again_once_its_command_can_do_nothing_more()
    {
        TargetRecord silent = Some.Touched("a", TargetState.Inconclusive) with { Code = TargetVerdict.NoAnswer };
        await BeginAsync(silent, silent with { TargetId = "oa-b", ApplyNotAfter = Some.Now.AddSeconds(1) });

        Assert.Equal(1, await _world.RunAsync<RetryUnanswered, string, int>(WatchWorld.RotationId));

        Assert.Equal([TargetState.Pending, TargetState.Inconclusive], await StatesAsync("oa-a", "oa-b"));
    }

    [Fact]
    public async Task What_answered_is_not_tried_again_because_others_did_not()
    {
        await BeginAsync(
            Some.Touched("a", TargetState.Inconclusive) with { Code = "other" },
            Some.Touched("b", TargetState.Failed) with { Code = TargetVerdict.NoAnswer });

        Assert.Equal(0, await _world.RunAsync<RetryUnanswered, string, int>(WatchWorld.RotationId));

        Assert.Empty(await _world.AuditAsync("retried"));
    }

    [Fact]
    public async Task What_the_approvers_left_out_is_skipped_with_their_name_and_reason_unless_it_came_through_meanwhile()
    {
        await BeginAsync(Some.Target("a", TargetState.Failed), Some.Target("b", TargetState.Rotated), Some.Target("c", TargetState.Failed));
        GateRecord gate = Some.Gate(kind: GateKind.Continue) with { GateId = "continue-1", Choices = [GateChoice.Skip, GateChoice.Retry] };
        await Gates.OpenAsync(WatchWorld.RotationId, gate, [Rest("a"), Rest("b")], Stop);
        Vote vote = Some.Vote("alice", GateChoice.Skip) with { Comment = "is being replaced" };
        await Voting.VoteAsync(WatchWorld.RotationId, gate.GateId, vote, Stop);

        Assert.Equal(1, await _world.RunAsync<SkipExceptions, GateInput, int>(new(WatchWorld.RotationId, gate.GateId)));

        Assert.Equal([TargetState.Skipped, TargetState.Rotated, TargetState.Failed], await StatesAsync("oa-a", "oa-b", "oa-c"));
        TargetRecord skipped = await _world.TargetAsync("oa-a");
        Assert.Equal(("alice", "is being replaced", true), (skipped.SkippedBy, skipped.Message, skipped.IsAccepted));
    }

    [Fact]
    public async Task An_operators_skip_leaves_one_target_out_and_is_taken()
    {
        await BeginAsync(Some.Target("a", TargetState.Failed), Some.Target("b", TargetState.Failed));
        OperatorCommandRequest request = new(OperatorCommandKind.Skip, "olga", "is gone", "oneagent/a");
        Assert.True((await Commands.GiveAsync(WatchWorld.RotationId, request, Stop)).Accepted);

        Assert.True(await ChangeAsync(1));

        Assert.Equal([TargetState.Skipped, TargetState.Failed], await StatesAsync("oa-a", "oa-b"));
        Assert.Equal("olga", (await _world.TargetAsync("oa-a")).SkippedBy);
        Assert.Equal(1, (await _world.Rotations.GetAsync(WatchWorld.RotationId, Stop)).CommandsTaken);
    }

    [Fact]
    public async Task Another_command_than_the_next_one_changes_no_target()
    {
        await BeginAsync(Some.Target("a", TargetState.Failed));
        Assert.True((await Commands.GiveAsync(WatchWorld.RotationId, new(OperatorCommandKind.Retry, "olga"), Stop)).Accepted);

        Assert.False(await ChangeAsync(2));

        Assert.Equal([TargetState.Failed], await StatesAsync("oa-a"));
        Assert.True(await ChangeAsync(1));
        Assert.Equal([TargetState.Pending], await StatesAsync("oa-a"));
    }

    private GateLedger Gates => new(_world.Store, _world.Time, Audit);

    private GateVoting Voting => new(_world.Store, Gates, Audit);

    private OperatorCommandLedger Commands => new(_world.Store, _world.Rotations, _world.Targets, Audit, _world.Time);

    private AuditTrail Audit => (AuditTrail)_world.Services.GetService(typeof(AuditTrail))!;

    private static ExceptionItem Rest(string name) => new($"oneagent/{name}", "Failed", "It failed.", $"oa-{name}");

    private Task<bool> ChangeAsync(int number)
        => _world.RunAsync<ChangeTargets, OperatorCommandInput, bool>(new(WatchWorld.RotationId, number));

    private async Task BeginAsync(params TargetRecord[] targets)
    {
        await _world.RotationAsync();
        await _world.TargetsAsync(targets);
    }

    private async Task<TargetState[]> StatesAsync(params string[] ids)
    {
        List<TargetState> states = [];
        foreach (string id in ids)
        {
            states.Add((await _world.TargetAsync(id)).State);
        }

        return [.. states];
    }
}
