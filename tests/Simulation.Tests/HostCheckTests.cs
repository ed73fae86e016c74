using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Simulation.Checks;
using static TenantTokens.Simulation.Tests.Worlds;

namespace TenantTokens.Simulation.Tests;

/// <summary>The checks of what hosts carry and whether they run.</summary>
public sealed class HostCheckTests : CheckTest
{
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
    [InlineData(Old, true)]
    [InlineData(Fresh, false)]
    public void A_host_that_counts_as_rotated_and_has_loaded_another_token_is_seen(string loaded, bool isSeen)
        => Looks(
            new RotatedHostsHaveIt(),
            Started().With(Target("oneagent/web", TargetState.Rotated)).WithHosts(Host("oneagent/web", loaded)),
            Moved(RotationPhase.Finishing, RotationPhase.Completed),
            isSeen);
}
