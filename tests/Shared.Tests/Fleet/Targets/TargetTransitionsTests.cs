using CsCheck;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using TenantTokens.Testing.Builders;
using static TenantTokens.Fleet.Targets.TargetState;

namespace TenantTokens.Shared.Tests.Fleet.Targets;

public sealed class TargetTransitionsTests
{
    private const string Wanted = "00112233aabbccdd";
    private static readonly TargetState[] _states = Enum.GetValues<TargetState>();
    private static readonly TargetAction[] _actions = Enum.GetValues<TargetAction>();
    private static readonly string[] _outcomes =
    [
        "probed",
        "rotated",
        "alreadyCurrent",
        "restored",
        "notInstalled",
        "expired",
        "refused",
        "failed",
        "",
    ];
    private static readonly int[] _exitCodes = [0, 1, 10, 20, 30, 40, 50];

    private static readonly RunCommandResult[] _results =
    [
        .. from exitCode in _exitCodes
           from outcome in _outcomes
           from fingerprint in (string[])[Wanted, "ffffffffffffffff"]
           select Ended(exitCode, outcome, fingerprint),
        new RunCommandResult.Completed(0, null, ""),
        new RunCommandResult.NotSent(),
        new RunCommandResult.MachineNotRunning(),
        new RunCommandResult.DeadlinePassed(),
        new RunCommandResult.Refused("conflict", "Another command runs."),
        new RunCommandResult.Refused("machine-gone", "It is gone."),
        new RunCommandResult.Refused("forbidden", "No right."),
    ];

    [Fact]
    public void A_move_that_the_table_lists_is_written_and_every_other_one_is_refused()
    {
        foreach ((TargetState from, TargetCause cause, TargetState to) in Triples())
        {
            TargetRecord target = In(from);
            if (TargetTransitions.All.Any(move => move.Cause == cause && move.From.Contains(from) && move.To.Contains(to)))
            {
                Assert.Equal(target with { State = to, Code = "why", Message = "Because." }, target.MoveTo(to, cause, "why", "Because."));
                continue;
            }

            TargetTransitionException refused = Assert.Throws<TargetTransitionException>(() => target.MoveTo(to, cause, "why", "Because."));
            Assert.Equal((from, cause, to), (refused.From, refused.Cause, refused.To));
            Assert.DoesNotContain(to, refused.Allowed);
        }
    }

    [Fact]
    public void Every_cause_has_a_row_and_no_row_names_a_state_twice()
    {
        Assert.Equal(Enum.GetValues<TargetCause>(), TargetTransitions.All.Select(static move => move.Cause).Distinct());
        Assert.All(
            TargetTransitions.All,
            static move => Assert.Equal((move.From.Count, move.To.Count), (move.From.Distinct().Count(), move.To.Distinct().Count())));
    }

    [Fact]
    public void The_end_of_any_command_is_written_over_any_state_that_a_command_can_meet_and_one_that_was_not_sent_undoes_nothing()
    {
        foreach (TargetState from in _states.Where(static state => state is not SelfRotating))
        {
            foreach (TargetAction action in _actions)
            {
                foreach (RunCommandResult result in _results)
                {
                    TargetVerdict verdict = TargetVerdict.From(result, action, Wanted);
                    bool isKept = result is RunCommandResult.NotSent
                        && from is not (Pending or Failed or Unreachable or Expired or Inconclusive);
                    Assert.Equal(isKept ? from : verdict.State, In(from).AfterCommand(action, result, verdict).State);
                }
            }
        }
    }

    [Fact]
    public void A_refusal_names_the_target_the_states_the_cause_and_what_is_allowed()
        => Assert.Equal(
            "oneagent/web is Rotated and cannot become Skipped by NotSeenOnline; allowed: Inconclusive.",
            Assert.Throws<TargetTransitionException>(
                static () => In(Rotated).MoveTo(Skipped, TargetCause.NotSeenOnline, null, null)).Message);

    [Fact]
    public void Only_a_host_or_Dynatrace_brings_a_target_to_the_new_token_or_takes_it_off()
    {
        Assert.Equal(
            [TargetCause.Applied, TargetCause.ProofRenewed, TargetCause.SeenOnline, TargetCause.CameOnlineAfterFinish],
            CausesOf(static move => move.To.Any(static to => to.HasReached(TargetAction.Apply))));
        Assert.Equal(
            ["host", "Dynatrace"],
            TargetTransitions.All.Where(static move => move.From.Any(static from => from.HasReached(TargetAction.Apply)))
                .Select(static move => move.By)
                .Distinct());
    }

    [Fact]
    public void Only_a_restore_ends_in_Restored()
        => Assert.Equal([TargetCause.Restored], CausesOf(static move => move.To.Contains(Restored)));

    [Fact]
    public void A_cluster_that_moves_by_itself_can_only_be_left_out()
        => Assert.Equal(
            [TargetCause.SkippedByOperator, TargetCause.SkippedAtGate],
            CausesOf(static move => move.From.Contains(SelfRotating)));

    [Fact]
    public void No_state_is_without_a_move()
        => Assert.All(_states, static state => Assert.Contains(TargetTransitions.All, move => move.From.Contains(state)));

    [Theory]
    [InlineData(TargetAction.Probe, false, "Pending")]
    [InlineData(TargetAction.Apply, false, "Pending")]
    [InlineData(TargetAction.Restore, false, "")]
    [InlineData(TargetAction.Probe, true, "Pending")]
    [InlineData(TargetAction.Apply, true, "Pending")]
    [InlineData(TargetAction.Restore, true, "Pending Rotated AlreadyCurrent Failed Unreachable Skipped Expired Inconclusive")]
    public void What_is_open_for_an_action_follows_from_the_state_and_from_whether_an_apply_was_sent(
        TargetAction action,
        bool isTouched,
        string open)
        => Assert.Equal(open, string.Join(' ', _states.Where(state => Touched(state, isTouched).IsOpenFor(action))));

    [Theory]
    [InlineData(TargetAction.Probe, "")]
    [InlineData(TargetAction.Apply, "Rotated AlreadyCurrent Skipped")]
    [InlineData(TargetAction.Restore, "Restored")]
    public void A_command_that_is_due_is_sent_until_the_target_has_arrived_or_an_apply_is_not_wanted_any_more(
        TargetAction action,
        string over)
        => Assert.Equal(over, string.Join(' ', _states.Where(state => Touched(state, isTouched: true).IsOverFor(action))));

    [Theory]
    [InlineData(7, true, "Pending Rotated AlreadyCurrent Failed Skipped Expired Inconclusive")]
    [InlineData(8, true, "")]
    [InlineData(8, false, "Pending Rotated AlreadyCurrent Failed Skipped Expired Inconclusive")]
    public void A_host_on_which_a_restore_of_this_direction_has_ended_is_no_canary_again(long generation, bool isSettled, string untried)
        => Assert.Equal(untried, string.Join(' ', _states.Where(state =>
            (Touched(state, isTouched: true) with
            {
                Send = new("name", TargetAction.Restore, generation, 1, Some.Now, isSettled, DeletePending: false),
            })
                .IsUntriedFor(TargetAction.Restore, generation: 8))));

    [Fact]
    public void A_proof_to_renew_is_open_for_a_probe_and_not_over()
    {
        TargetRecord stale = In(Rotated) with { Probe = new(Some.Now, 0, Wanted, null, null), NeedsProof = "proof-too-old" };
        Assert.Equal((true, false), (stale.IsOpenFor(TargetAction.Probe), stale.IsOverFor(TargetAction.Probe)));
        TargetRecord proved = stale with { NeedsProof = null };
        Assert.Equal((false, true), (proved.IsOpenFor(TargetAction.Probe), proved.IsOverFor(TargetAction.Probe)));
    }

    [Fact]
    public void Whatever_comes_in_whatever_order_a_state_that_claims_a_token_is_what_the_host_proved_last()
        => Gen.Select(Gen.Int[0, _actions.Length - 1], Gen.Int[0, _results.Length - 1], Gen.Bool).Array[1, 40].Sample(static steps =>
        {
            TargetRecord target = In(Pending);
            foreach ((int actionIndex, int resultIndex, bool retried) in steps)
            {
                (TargetAction action, RunCommandResult result) = (_actions[actionIndex], _results[resultIndex]);
                TargetVerdict verdict = TargetVerdict.From(result, action, Wanted).WithEarlierApply(target.IsTouched);
                TargetState before = target.State;
                target = target.AfterCommand(action, result, verdict);
                Assert.Equal(verdict.IsProved && action is not TargetAction.Probe, target.State.HasReached(action));
                Assert.False(action is not TargetAction.Apply && target.IsOnNewToken, $"{action} made {before} {target.State}.");
                if (retried && target.CanBeRetried)
                {
                    target = target.ResetForRetry(TargetCause.RetryAsked);
                    Assert.True(target.IsOpenFor(TargetAction.Apply));
                }
                else if (retried)
                {
                    Assert.Throws<TargetTransitionException>(() => target.ResetForRetry(TargetCause.RetryAsked));
                }
            }
        });

    private static IEnumerable<(TargetState From, TargetCause Cause, TargetState To)> Triples()
        => from state in _states
           from cause in Enum.GetValues<TargetCause>()
           from to in _states
           select (state, cause, to);

    private static IEnumerable<TargetCause> CausesOf(Func<TargetTransitions.Move, bool> which)
        => TargetTransitions.All.Where(which).Select(static move => move.Cause).Distinct();

    private static TargetRecord Touched(TargetState state, bool isTouched)
        => In(state) with { ApplyNotAfter = isTouched ? Some.Now : null };

    private static TargetRecord In(TargetState state)
        => new() { TargetId = "t-1", Name = "oneagent/web", Component = Component.OneAgent, Machine = Some.Machine("web"), State = state };

    private static RunCommandResult.Completed Ended(int exitCode, string outcome, string fingerprint)
        => new(exitCode, new HostReport(1, "script", "oneagent", outcome, "code", "Words.", fingerprint, Clock: 0), "");

    [Fact]
    public void What_is_settled_has_failed_or_is_reached_follows_from_the_state()
    {
        Assert.Equal("Rotated AlreadyCurrent Failed Expired Inconclusive Restored", Those(static state => state.IsSettled()));
        Assert.Equal("Failed Expired Inconclusive", Those(static state => state.IsFailure()));
        Assert.Equal("", Those(static state => state.HasReached(TargetAction.Probe)));
        Assert.Equal("Rotated AlreadyCurrent", Those(static state => state.HasReached(TargetAction.Apply)));
        Assert.Equal("Restored", Those(static state => state.HasReached(TargetAction.Restore)));

        static string Those(Func<TargetState, bool> which) => string.Join(' ', Enum.GetValues<TargetState>().Where(which));
    }
}
