using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;
using TenantTokens.Simulation.Checks;
using static TenantTokens.Simulation.Tests.Worlds;

namespace TenantTokens.Simulation.Tests;

/// <summary>
/// The checks of what is sent, counted, claimed and shown: each says no to the world that it is for, and nothing to the one beside it.
/// </summary>
public sealed class ClaimCheckTests
{
    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0, 2, false)]
    [InlineData(1, 1, false)]
    public void A_finish_that_counts_as_ours_though_none_took_effect_is_seen_and_one_after_an_earlier_attempt_is_not(
        int effects,
        int attempt,
        bool isSeen)
    {
        Sight sight = Started();
        sight.Effects["finish"] = effects;
        RotationRecord sent = Row(RotationPhase.Finishing) with { Finish = new(attempt, Now, Answered: true) };
        Looks(new FinishOfOthers(), sight, new Happening.RowWritten(sent, sent with { Phase = RotationPhase.Completed }), isSeen);
        Passes(
            new FinishOfOthers(),
            sight,
            new Happening.RowWritten(sent, sent with { Phase = RotationPhase.Completed, EndedBySomebodyElse = true }));
    }

    [Theory]
    [InlineData("ours", false, true)]
    [InlineData("ours", true, false)]
    [InlineData(TokenHistory.People, false, false)]
    public void A_start_after_one_that_took_effect_is_seen_unless_dynatrace_said_no_to_it(string by, bool wasRefused, bool isSeen)
    {
        TokenHistory tokens = new(Old);
        tokens.Started(by, Fresh);
        Looks(
            new StartIsNotRepeated(),
            new Sight { Copy = "ours", Tokens = tokens, WasStartRefused = wasRefused },
            new Happening.CallArrived("start"),
            isSeen);
    }

    [Theory]
    [InlineData(TargetState.Expired, 60, true)]
    [InlineData(TargetState.Inconclusive, 60, true)]
    [InlineData(TargetState.Expired, 1, false)]
    [InlineData(TargetState.Skipped, 60, false)]
    public void An_apply_over_budget_is_seen_and_one_that_was_in_flight_is_not(TargetState state, int minutes, bool isSeen)
    {
        Sight sight = new()
        {
            Copy = "ours",
            Tokens = new TokenHistory(Old),
            Now = Now,
            Rotation = Row(RotationPhase.RotatingOneAgents),
            Budget = new(5, IsPercent: true),
        };
        sight.With(Target("oneagent/web", state));
        sight.FailingSince["oneagent/web"] = Now.AddMinutes(-minutes);
        Looks(new NothingStartsOverBudget(), sight, new Happening.CommandArrived("oneagent/db", "apply", Fresh), isSeen);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_OneAgent_that_counts_as_rotated_without_an_accepted_connection_is_seen(bool wasAccepted, bool isSeen)
    {
        TargetRecord sent = Target("oneagent/web", TargetState.Pending) with
        {
            Send = new("ttr-1", TargetAction.Apply, 1, 1, Now, Settled: true, DeletePending: false),
        };
        Sight sight = Started().WithHosts(Host("oneagent/web", Fresh) with { WasAccepted = wasAccepted });
        Looks(new RotatedHostsAreConnected(), sight, new Happening.TargetWritten(sent, sent with { State = TargetState.Rotated }), isSeen);
    }

    [Theory]
    [InlineData(2, 15, false)]
    [InlineData(2, 60, true)]
    [InlineData(1, 15, true)]
    public void A_command_that_nothing_binds_is_seen(long generation, int minutes, bool isSeen)
    {
        Sight sight = new() { Copy = "ours", Tokens = new TokenHistory(Old), CommandWindow = TimeSpan.FromMinutes(15) };
        sight.LastSent["oneagent/web"] = ("apply", 1);
        Happening sent = new Happening.CommandArrived("oneagent/web", "restore", Old)
        {
            Generation = generation,
            IsTakenFor = TimeSpan.FromMinutes(minutes),
        };
        Looks(new CommandsAreBound(), sight, sent, isSeen);
    }

    [Theory]
    [InlineData("apply", true)]
    [InlineData("restore", false)]
    public void An_apply_that_changes_a_host_after_cancel_is_seen_and_a_restore_is_not(string action, bool isSeen)
        => Looks(
            new LateCommandsDoNoHarm(),
            Started(static tokens => tokens.Cancelled("ours")),
            new Happening.HostChanged("oneagent/web", action, "rot-1", "1"),
            isSeen);

    [Theory]
    [InlineData(true, false, false, true)]
    [InlineData(true, true, false, false)]
    [InlineData(true, false, true, false)]
    [InlineData(false, false, true, true)]
    [InlineData(false, false, false, false)]
    public void A_move_that_status_names_and_that_is_refused_is_seen_and_so_is_one_that_it_does_not_name_and_that_is_taken(
        bool isNamed,
        bool isAboutATarget,
        bool isAccepted,
        bool isSeen)
        => Looks(
            new StatusIsTrue(),
            Started(),
            new Happening.CommandGiven(OperatorCommandKind.Abort, isAboutATarget, isNamed, isAccepted),
            isSeen);

    [Theory]
    [InlineData(RotationPhase.RotatingOneAgents, TargetState.Failed, false)]
    [InlineData(RotationPhase.Verifying, TargetState.Failed, true)]
    [InlineData(RotationPhase.RotatingOneAgents, TargetState.Pending, true)]
    public void A_status_that_says_something_else_than_the_ledger_is_seen(RotationPhase phase, TargetState state, bool isSeen)
    {
        TargetRecord[] told = [Target("oneagent/web", state)];
        RotationSnapshot status = new(Row(phase), Plan: null, Coverage.From(told), told, [], Gate: null, GateOutcome.Undecided, []);
        Looks(new StatusIsTrue(), Started().With(Target("oneagent/web", TargetState.Failed)), new Happening.StatusRead(status), isSeen);
    }

    [Theory]
    [InlineData("the second copy", false, true)] // another copy holds it
    [InlineData("our copy", false, false)] // we do
    [InlineData(null, false, true)] // nobody does
    [InlineData("the second copy", true, false)] // taken from us while the call was on its way
    public void A_call_of_a_copy_that_does_not_hold_the_claim_is_seen(string? holder, bool hasJustLostIt, bool isSeen)
    {
        List<ClaimView> claims = holder is null ? [] : [new("b", holder, Now.AddHours(-1), IsEnabled: true, Now.AddHours(-1))];
        if (hasJustLostIt)
        {
            claims.Add(new("a", "our copy", Now.AddHours(-2), IsEnabled: false, Now.AddSeconds(-20)));
        }

        Sight sight = new() { Copy = "our copy", Place = "our copy", Tokens = new TokenHistory(Old), Now = Now, Claims = () => claims };
        Looks(new TheClaimIsHeld(), sight, new Happening.CallArrived("finish"), isSeen);
    }

    [Fact]
    public void The_earliest_claim_that_counts_is_the_one_that_holds()
    {
        ClaimView ours = new("a", "our copy", Now.AddHours(-1), IsEnabled: true, Now.AddHours(-1));
        ClaimView other = new("b", "the second copy", Now.AddHours(-2), IsEnabled: true, Now.AddHours(-2));
        Looks(new TheClaimIsHeld(), Sees(ours, other), new Happening.CallArrived("start"), isSeen: true);
        Passes(new TheClaimIsHeld(), Sees(ours, other with { IsEnabled = false }), new Happening.CallArrived("start"));
        Passes(new TheClaimIsHeld(), Sees(ours, other with { IsSweep = true }), new Happening.CallArrived("start"));
        Passes(new TheClaimIsHeld(), Sees(ours, other with { Expires = Now.AddMinutes(-1) }), new Happening.CallArrived("start"));

        static Sight Sees(params ClaimView[] claims)
            => new() { Copy = "our copy", Place = "our copy", Tokens = new TokenHistory(Old), Now = Now, Claims = () => claims };
    }

    [Theory]
    [InlineData(RotationPhase.RotatingOneAgents, "open", false)]
    [InlineData(RotationPhase.RotatingOneAgents, "finished", true)]
    [InlineData(RotationPhase.Completed, "finished", false)]
    [InlineData(RotationPhase.Completed, "open", true)]
    [InlineData(RotationPhase.Cancelled, "cancelled", false)]
    [InlineData(RotationPhase.Cancelled, "open", true)]
    public void A_status_that_says_of_tokens_what_is_not_so_is_seen(RotationPhase told, string world, bool isSeen)
    {
        Sight sight = Started(tokens =>
        {
            switch (world)
            {
                case "finished":
                    tokens.Finished("ours");
                    break;
                case "cancelled":
                    tokens.Cancelled("ours");
                    break;
            }
        });
        sight.Rotation = Row(told);
        Looks(new StatusIsTrue(), sight, new Happening.StatusRead(Status(Row(told))), isSeen);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_status_that_says_that_nothing_was_changed_while_our_rotation_is_open_is_seen(bool isOver, bool isSeen)
    {
        Sight sight = Started(tokens => { if (isOver) { tokens.Cancelled("ours"); } });
        RotationRecord told = Row(RotationPhase.Parked) with { StartTookEffect = false };
        sight.Rotation = told;
        Looks(new StatusIsTrue(), sight, new Happening.StatusRead(Status(told)), isSeen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_status_that_calls_a_valid_old_token_dead_is_seen(bool isValid)
    {
        Sight sight = Started(tokens => { if (!isValid) { tokens.Finished(TokenHistory.People); } });
        RotationRecord told = Row(RotationPhase.RotatingOneAgents) with { OldTokenIsDead = true };
        sight.Rotation = told;
        Looks(new StatusIsTrue(), sight, new Happening.StatusRead(Status(told)), isSeen: isValid);
    }

    [Theory]
    [InlineData(60, true)] // online all the time
    [InlineData(1, false)] // since a moment
    [InlineData(null, false)] // not now either
    public void A_status_that_says_of_a_host_that_it_is_not_online_although_it_is_is_seen(int? onlineForMinutes, bool isSeen)
    {
        DateTimeOffset? since = onlineForMinutes is { } minutes ? Now.AddMinutes(-minutes) : null;
        Sight sight = Started(static tokens => tokens.Finished("ours")).WithHosts(Host("oneagent/web", Fresh) with { OnlineSince = since });
        RotationRecord told = Row(RotationPhase.Completed);
        sight.Rotation = told;
        RotationSnapshot status = Status(told) with
        {
            Watch = new() { AfterFinish = new(Now, 1, ["oneagent/web"], null, RejectedRose: false) },
        };
        Looks(new StatusIsTrue(), sight, new Happening.StatusRead(status), isSeen);
    }

    [Fact]
    public void The_words_that_say_which_tokens_are_valid_are_the_ones_that_the_check_knows()
    {
        RotationRecord open = Row(RotationPhase.RotatingOneAgents);
        Assert.Contains(StatusIsTrue.BothValid, StandsText.From(open), StringComparison.Ordinal);
        Assert.Contains(StatusIsTrue.NewInForce, StandsText.From(open with { Phase = RotationPhase.Completed }), StringComparison.Ordinal);
        Assert.Contains(StatusIsTrue.NewPutInForce, StandsText.From(open with { SweepUntil = Now }), StringComparison.Ordinal);
        Assert.Contains(StatusIsTrue.OldInForce, StandsText.From(open with { Phase = RotationPhase.Cancelled }), StringComparison.Ordinal);
        Assert.Contains(StatusIsTrue.NothingChanged, StandsText.From(open with { StartTookEffect = false }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "rotation vote", true)]
    [InlineData("HEAD", "rotation vote", true)]
    [InlineData("GET", null, false)]
    [InlineData("POST", "rotation vote", false)]
    public void A_GET_that_writes_is_seen_and_a_POST_is_not(string method, string? written, bool isSeen)
        => Looks(
            new GetsDecideNothing(),
            Started(),
            new Happening.WebAnswered(method, "/", 200, written is null ? [] : [written], IsVaultDown: false),
            isSeen);

    [Theory]
    [InlineData(500, false, true)]
    [InlineData(503, true, false)]
    [InlineData(400, false, false)]
    public void An_error_of_ours_on_the_web_is_seen_and_a_refusal_is_not(int status, bool isVaultDown, bool isSeen)
        => Looks(new WebAnswersAreMeant(), Started(), new Happening.WebAnswered("POST", "/", status, [], isVaultDown), isSeen);

    private static RotationSnapshot Status(RotationRecord told)
        => new(told, Plan: null, Coverage.From([]), [], [], Gate: null, GateOutcome.Undecided, []);

    private static void Passes(ICheck check, Sight sight, Happening happening) => Looks(check, sight, happening, isSeen: false);

    private static void Looks(ICheck check, Sight sight, Happening happening, bool isSeen)
        => Assert.Equal(isSeen, check.Look(sight, happening).Any());
}
