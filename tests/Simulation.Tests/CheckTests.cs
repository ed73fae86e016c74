using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Simulation.Checks;
using static TenantTokens.Simulation.Tests.Worlds;

namespace TenantTokens.Simulation.Tests;

/// <summary>Each check says no to the world that it is for, and nothing to the one beside it.</summary>
public sealed class CheckTests
{
    [Fact]
    public void A_finish_of_ours_on_a_rotation_of_others_is_seen()
        => Sees(new OursAlone(), Started(), new Happening.CallTookEffect("finish", TokenHistory.People, Third));

    [Fact]
    public void A_finish_of_ours_on_our_rotation_or_on_one_whose_token_is_ours_is_not()
    {
        Passes(new OursAlone(), Started(), new Happening.CallTookEffect("finish", "ours", Fresh));
        Passes(new OursAlone(), Started(), new Happening.CallTookEffect("cancel", TokenHistory.People, Fresh));
    }

    [Fact]
    public void A_finish_that_somebody_overtook_after_our_last_reading_is_the_documented_race()
        => Passes(new OursAlone(), Started(), new Happening.CallTookEffect("finish", TokenHistory.People, Third, HasRaced: true));

    [Fact]
    public void Completed_while_a_third_token_is_in_force_is_seen()
        => Sees(new TerminalPhaseIsTrue(), Started(static tokens =>
        {
            tokens.Cancelled(TokenHistory.People);
            tokens.Started(TokenHistory.People, Third);
            tokens.Finished("ours");
        }), Moved(RotationPhase.Finishing, RotationPhase.Completed));

    [Fact]
    public void Completed_while_both_tokens_are_valid_is_seen()
        => Sees(new TerminalPhaseIsTrue(), Started(), Moved(RotationPhase.Finishing, RotationPhase.Completed));

    [Fact]
    public void Completed_with_the_new_token_alone_in_force_is_not()
        => Passes(
            new TerminalPhaseIsTrue(),
            Started(static tokens => tokens.Finished("ours")),
            Moved(RotationPhase.Finishing, RotationPhase.Completed));

    [Fact]
    public void Cancelled_while_the_new_token_is_in_force_is_seen()
        => Sees(
            new TerminalPhaseIsTrue(),
            Started(static tokens => tokens.Finished(TokenHistory.People)),
            Moved(RotationPhase.Cancelling, RotationPhase.Cancelled));

    [Fact]
    public void Cancelled_with_the_old_token_alone_in_force_is_not()
        => Passes(
            new TerminalPhaseIsTrue(),
            Started(static tokens => tokens.Cancelled("ours")),
            Moved(RotationPhase.Cancelling, RotationPhase.Cancelled));

    [Fact]
    public void A_token_of_others_that_is_taken_over_unasked_is_seen()
    {
        TokenHistory tokens = new(Old);
        tokens.Started(TokenHistory.People, Fresh);
        Sight sight = new() { Copy = "ours", Tokens = tokens, Rotation = Row(RotationPhase.Starting) };
        Sees(
            new AdoptedWithAQuestion(),
            sight,
            new Happening.RowWritten(Row(RotationPhase.Starting) with { StartTookEffect = false }, Row(RotationPhase.Starting)));
    }

    [Fact]
    public void A_token_of_others_that_the_approvers_let_us_take_over_is_not_and_neither_is_our_own()
    {
        RotationRecord before = Row(RotationPhase.Starting) with { StartTookEffect = false };
        TokenHistory tokens = new(Old);
        tokens.Started(TokenHistory.People, Fresh);
        Sight sight = new() { Copy = "ours", Tokens = tokens, Rotation = Row(RotationPhase.Starting) };
        Passes(
            new AdoptedWithAQuestion(),
            sight,
            new Happening.RowWritten(before, Row(RotationPhase.Starting) with { AdoptGateId = "adopt-1" }));
        Passes(new AdoptedWithAQuestion(), Started(), new Happening.RowWritten(before, Row(RotationPhase.Starting)));
    }

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
    public void A_state_without_an_exit_is_seen() => Sees(new EveryStateHasAnExit(), Started(), new Happening.Ended("It stands."));

    [Fact]
    public void A_rotation_that_has_ended_is_not() => Passes(new EveryStateHasAnExit(), Started(), new Happening.Ended(null));

    [Fact]
    public void An_agent_on_the_new_token_that_an_ActiveGate_rejects_is_seen_once_that_has_gone_back()
    {
        Sight sight = Started().With(Target("oneagent/web", TargetState.Failed));
        sight.Rotation = sight.Rotation! with { Restoring = true };
        // it never had the new one
        Passes(
            new NobodyIsDarkenedByOurOrder(),
            sight,
            new Happening.HeartbeatsLost("web", Fresh, new GateView("gate-01", Old), 3, WasRejected: true));
        sight.WentBack["gate-01"] = Now;
        Sees(
            new NobodyIsDarkenedByOurOrder(),
            sight,
            new Happening.HeartbeatsLost("web", Fresh, new GateView("gate-01", Old), 3, WasRejected: true));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void An_agent_that_was_installed_after_its_ActiveGate_had_gone_back_is_not_and_one_from_before_is(int hoursAfter, bool isSeen)
    {
        Sight sight = Started()
            .With(Target("oneagent/web", TargetState.Pending))
            .WithHosts(Host("oneagent/web", Fresh) with { Joined = Now.AddHours(hoursAfter) });
        sight.Rotation = sight.Rotation! with { Restoring = true };
        sight.WentBack["gate-01"] = Now;
        Looks(
            new NobodyIsDarkenedByOurOrder(),
            sight,
            new Happening.HeartbeatsLost("web", Fresh, new GateView("gate-01", Old), 3, WasRejected: true),
            isSeen);
    }

    [Fact]
    public void An_agent_that_approvers_accepted_by_name_is_not_and_neither_is_one_that_people_darkened()
    {
        Happening lost = new Happening.HeartbeatsLost("web", Fresh, new GateView("gate-01", Old), 3, WasRejected: true);
        Sight accepted = Started().With(Target("oneagent/web", TargetState.Failed)).Accepting(GateKind.Cancel, "oneagent/web");
        accepted.Rotation = accepted.Rotation! with { Restoring = true };
        Passes(new NobodyIsDarkenedByOurOrder(), accepted, lost);
        Sight people = Started(static tokens => tokens.Cancelled(TokenHistory.People)).With(Target("oneagent/web", TargetState.Failed));
        people.Rotation = people.Rotation! with { Restoring = true };
        Passes(new NobodyIsDarkenedByOurOrder(), people, lost);
    }

    [Fact]
    public void A_host_with_a_dead_token_that_nothing_lists_is_seen()
        => Sees(
            new NobodyStaysDarkUnnamed(),
            Completed().WithHosts(Host("oneagent/web", Old, isAccepted: false)),
            new Happening.Ended(null));

    [Fact]
    public void A_host_with_a_dead_token_that_is_listed_is_not_and_neither_is_one_that_is_not_dark()
    {
        Passes(
            new NobodyStaysDarkUnnamed(),
            Completed().With(Target("oneagent/web", TargetState.Unreachable)).WithHosts(Host("oneagent/web", Old, isAccepted: false)),
            new Happening.Ended(null));
        Passes(new NobodyStaysDarkUnnamed(), Completed().WithHosts(Host("oneagent/web", Fresh)), new Happening.Ended(null));
    }

    [Theory]
    [InlineData(true, "oneagent/unclaimed machines", false)]
    [InlineData(true, "oneagent/db", true)]
    [InlineData(false, "oneagent/unclaimed machines", true)]
    public void A_dark_host_that_no_agent_claimed_is_not_once_approvers_accepted_the_line_and_any_other_is(
        bool wasUnlisted,
        string accepted,
        bool isSeen)
    {
        HostView host = Host("oneagent/web", Old, isAccepted: false) with { WasUnlisted = wasUnlisted };
        Looks(
            new NobodyStaysDarkUnnamed(),
            Completed().Accepting(GateKind.Finish, accepted).WithHosts(host),
            new Happening.Ended(null),
            isSeen);

        Sight sight = Completed().With(Target("oneagent/web", TargetState.Pending)).Accepting(GateKind.Finish, accepted).WithHosts(host);
        sight.Rotation = sight.Rotation! with { Finish = new(1, Now, Answered: true) };
        Looks(new NobodyIsDarkenedByOurOrder(), sight, new Happening.HeartbeatsLost("web", Old, null, 3, WasRejected: true), isSeen);
    }

    [Fact]
    public void The_line_of_unclaimed_machines_is_still_called_as_the_checks_know_it()
        => Assert.Equal(
            Sight.UnclaimedLine,
            Assert.Single(UnclaimedMachines.Line([new("id", "web", "/web", IsClear: false, "It is off.")])).Name);

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

    [Fact]
    public void A_finish_over_a_target_that_nobody_accepted_is_seen()
        => Sees(new FinishIsApproved(), Started().With(Target("oneagent/web", TargetState.Failed)), new Happening.CallArrived("finish"));

    [Fact]
    public void A_finish_over_a_target_that_was_accepted_by_name_is_not()
        => Passes(
            new FinishIsApproved(),
            Started()
                .With(Target("oneagent/web", TargetState.Failed), Target("oneagent/db", TargetState.Rotated))
                .Accepting(GateKind.Finish, "oneagent/web"),
            new Happening.CallArrived("finish"));

    [Fact]
    public void A_cancel_over_a_touched_target_that_is_not_back_is_seen()
        => Sees(new CancelIsApproved(), Started().With(Target("oneagent/web", TargetState.Rotated)), new Happening.CallArrived("cancel"));

    [Fact]
    public void A_cancel_after_everything_is_back_or_accepted_or_was_never_touched_is_not()
        => Passes(
            new CancelIsApproved(),
            Started()
                .With(
                    Target("oneagent/web", TargetState.Restored),
                    Target("oneagent/db", TargetState.Failed),
                    Target("oneagent/new", TargetState.Pending, touched: false))
                .Accepting(GateKind.Cancel, "oneagent/db"),
            new Happening.CallArrived("cancel"));

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
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void A_start_that_takes_effect_twice_is_seen(int times, bool isSeen)
    {
        Sight sight = Started();
        sight.Effects["start"] = times;
        Looks(new CallsTakeEffectOnce(), sight, new Happening.CallTookEffect("start", null, ""), isSeen);
    }

    [Theory]
    [InlineData(false, -1, true)]
    [InlineData(true, -1, false)]
    [InlineData(false, 1, false)] // it was down before we came
    public void A_host_that_is_left_stopped_is_seen(bool runs, int hoursFromStopToFirstChange, bool isSeen)
    {
        HostView host = Host("oneagent/web", Fresh, runs: runs);
        Sight sight = Started().With(Target("oneagent/web", TargetState.Inconclusive)).WithHosts(host);
        sight.FirstChanged["oneagent/web"] = (host.StoppedAt ?? Now) + TimeSpan.FromHours(hoursFromStopToFirstChange);
        Looks(new NoHostIsLeftStopped(), sight, new Happening.Ended(null), isSeen);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, true)]
    public void A_host_that_was_stopped_with_its_machine_by_people_is_not_and_one_that_stopped_later_is(
        int hoursFromStopToTurningOff,
        bool isSeen)
    {
        HostView host = Host("oneagent/web", Fresh, runs: false);
        host = host with { TurnedOffAt = host.StoppedAt!.Value + TimeSpan.FromHours(hoursFromStopToTurningOff) };
        Sight sight = Started().With(Target("oneagent/web", TargetState.Inconclusive)).WithHosts(host);
        sight.FirstChanged["oneagent/web"] = DateTimeOffset.MinValue;
        Looks(new NoHostIsLeftStopped(), sight, new Happening.Ended(null), isSeen);
    }

    [Fact]
    public void A_host_whose_services_did_not_come_up_and_for_which_a_person_was_asked_is_not()
    {
        Sight sight = Started().With(Target("oneagent/web", TargetState.Failed)).WithHosts(Host("oneagent/web", Fresh, runs: false));
        sight.FirstChanged["oneagent/web"] = DateTimeOffset.MinValue;
        sight.NeedsPerson.Add("oneagent/web");
        Passes(new NoHostIsLeftStopped(), sight, new Happening.Ended(null));
    }

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
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_call_that_the_audit_trail_does_not_tell_is_seen(bool isTold, bool isSeen)
    {
        Sight sight = Started();
        sight.Audited.UnionWith(isTold ? ["finish-sent"] : []);
        Looks(new EverythingIsAudited(), sight, new Happening.CallArrived("finish"), isSeen);
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

    [Theory]
    [InlineData(Old, true)]
    [InlineData(Fresh, false)]
    public void A_host_that_counts_as_rotated_and_has_loaded_another_token_is_seen(string loaded, bool isSeen)
        => Looks(
            new RotatedHostsHaveIt(),
            Started().With(Target("oneagent/web", TargetState.Rotated)).WithHosts(Host("oneagent/web", loaded)),
            Moved(RotationPhase.Finishing, RotationPhase.Completed),
            isSeen);

    [Fact]
    public void Every_check_has_a_name_of_its_own()
        => Assert.Equal(AllChecks.List.Count, AllChecks.List.Select(static check => check.Name).Distinct().Count());

    private static Sight Completed()
    {
        Sight sight = Started(static tokens => tokens.Finished("ours"));
        sight.Rotation = Row(RotationPhase.Completed);
        return sight;
    }

    private static Happening.RowWritten Moved(RotationPhase from, RotationPhase to) => new(Row(from), Row(to));

    private static void Sees(ICheck check, Sight sight, Happening happening) => Looks(check, sight, happening, isSeen: true);

    private static void Passes(ICheck check, Sight sight, Happening happening) => Looks(check, sight, happening, isSeen: false);

    private static void Looks(ICheck check, Sight sight, Happening happening, bool isSeen)
        => Assert.Equal(isSeen, check.Look(sight, happening).Any());
}
