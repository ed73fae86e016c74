using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Simulation.Checks;
using static TenantTokens.Simulation.Tests.Worlds;

namespace TenantTokens.Simulation.Tests;

/// <summary>Each check says no to the world that it is for, and nothing to the one beside it.</summary>
public sealed class CheckTests : CheckTest
{
    [Theory]
    [InlineData(TargetState.Rotated, TargetState.Skipped, "skipped", "a proved host is not left out")]
    [InlineData(TargetState.Failed, TargetState.Restored, "ok", "no restore was sent")]
    [InlineData(TargetState.Failed, TargetState.Rotated, "ok", "no apply was sent")]
    [InlineData(TargetState.Pending, TargetState.Skipped, "skipped", "nobody left it out")]
    public void A_move_of_a_target_that_the_table_does_not_list_or_the_row_does_not_show_is_seen(
        TargetState from,
        TargetState to,
        string code,
        string why)
    {
        TargetRecord before = Target("oneagent/web", from, touched: false);
        Assert.True(
            new TargetsMoveByTheTable().Look(Started(), new Happening.TargetWritten(before, before with { State = to, Code = code })).Any(),
            why);
    }

    [Fact]
    public void A_move_of_a_target_that_its_row_shows_is_not_and_neither_is_a_new_plan()
    {
        TargetRecord before = Target("oneagent/web", TargetState.Pending);
        TargetRecord skipped = before with { State = TargetState.Skipped, Code = "skipped", SkippedBy = "oscar" };
        Passes(new TargetsMoveByTheTable(), Started(), new Happening.TargetWritten(before, skipped));
        Passes(new TargetsMoveByTheTable(), Started(), new Happening.TargetWritten(skipped, before));
        Sight planning = Started();
        planning.Rotation = Row(RotationPhase.Planning);
        Passes(new TargetsMoveByTheTable(), planning, new Happening.TargetWritten(skipped, before with { State = TargetState.Uncovered }));
    }

    [Fact]
    public void A_target_that_is_pending_after_the_sweep_is_seen()
    {
        Sight sight = Completed().With(Target("oneagent/web", TargetState.Pending));
        sight.Rotation = sight.Rotation! with { SweepEndedAt = Now };
        Sees(new CountsAddUp(), sight, new Happening.Ended(null));
    }

    [Fact]
    public void Targets_that_are_all_settled_are_not()
        => Passes(new CountsAddUp(), Completed().With(Target("oneagent/web", TargetState.Rotated)), new Happening.Ended(null));

    [Theory]
    [InlineData("the token is new-token-1234!", true)]
    [InlineData("the token is ***", false)]
    public void A_token_in_a_sink_is_seen_and_its_absence_is_not(string text, bool isSeen)
    {
        Sight sight = new()
        {
            Copy = "ours",
            Tokens = new TokenHistory(Old),
            Sinks = () => [("the ledger", System.Text.Encoding.UTF8.GetBytes(text))],
            Secrets = static () => [Fresh],
        };
        Looks(new NoTokenInAnySink(), sight, new Happening.Ended(null), isSeen);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_run_command_that_nothing_names_is_seen_and_one_that_is_named_is_not(bool isNamed, bool isSeen)
    {
        Sight sight = new()
        {
            Copy = "ours",
            Tokens = new TokenHistory(Old),
            Rotation = Row(RotationPhase.Completed),
            Commands = static () => [new("web", "ttr-1", []), new("web", "patch-tuesday", [])],
        };
        sight.With(Target("oneagent/web", TargetState.Rotated) with
        {
            Send = new("ttr-1", TargetAction.Apply, 1, 1, Now, Settled: true, DeletePending: isNamed),
        });
        sight.SentCommands.Add("ttr-1");
        Looks(new EveryCommandIsGoneOrNamed(), sight, new Happening.Ended(null), isSeen);
    }

    [Fact]
    public void A_run_command_that_another_copy_sent_is_not()
        => Passes(
            new EveryCommandIsGoneOrNamed(),
            new Sight
            {
                Copy = "ours",
                Tokens = new TokenHistory(Old),
                Rotation = Row(RotationPhase.Completed),
                Commands = static () => [new("web", "ttr-1", [])],
            },
            new Happening.Ended(null));

    [Theory]
    [InlineData(TargetState.Pending, true)]
    [InlineData(TargetState.Rotated, false)]
    public void A_OneAgent_before_an_ActiveGate_is_seen_and_one_after_it_is_not(TargetState gate, bool isSeen)
        => Looks(
            new OneAgentsWaitForActiveGates(),
            Started().With(Target("activegate/gate-01", gate)),
            new Happening.CommandArrived("oneagent/web", "apply", Fresh),
            isSeen);

    [Theory]
    [InlineData(Third, true)]
    [InlineData(Fresh, false)]
    public void A_token_that_hosts_see_before_the_vault_is_seen(string token, bool isSeen)
        => Looks(new TheVaultComesFirst(), Started(), new Happening.CommandArrived("oneagent/web", "apply", token), isSeen);

    [Fact]
    public void An_old_token_that_is_disabled_too_early_is_seen()
        => Sees(
            new TheVaultComesFirst(),
            new Sight { Copy = "ours", Tokens = new TokenHistory(Old), Vault = static () => [new("v1", Old, false)] },
            new Happening.RowWritten(null, Row(RotationPhase.AwaitingFinish)));

    [Theory]
    [InlineData("rachel", true)]
    [InlineData("alice", false)]
    public void A_gate_that_its_requester_approved_is_seen(string voter, bool isSeen)
    {
        Sight sight = Started().Accepting(GateKind.Finish);
        sight.Votes["finish-1"] = new() { [voter] = new Vote(voter, GateChoice.Approve, null, "hash", "test", Now) };
        Looks(
            new TheRequesterNeverApproves(),
            sight,
            new Happening.RowWritten(null, Row(RotationPhase.Finishing) with { FinishGateId = "finish-1" }),
            isSeen);
    }

    [Theory]
    [InlineData("Rotation: Boom", true)]
    [InlineData(null, false)]
    public void An_orchestration_that_failed_is_seen(string? failure, bool isSeen)
        => Looks(
            new NoOrchestrationFails(),
            new Sight { Copy = "ours", Tokens = new TokenHistory(Old), Failures = () => failure is null ? [] : [failure] },
            new Happening.Ended(null),
            isSeen);

    [Fact]
    public void Every_check_has_a_name_of_its_own()
        => Assert.Equal(AllChecks.List.Count, AllChecks.List.Select(static check => check.Name).Distinct().Count());
}
