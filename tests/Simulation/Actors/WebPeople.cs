using TenantTokens.Approvals;
using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Actors;

/// <summary>
/// People and programs at the pages and the API: they look, decide by form, link and API, ask for emergencies, and send what nobody should.
/// </summary>
internal static class WebPeople
{
    private const string Actor = "the web";

    public static (string Moment, TimeSpan Delay, Deed Deed) Draw(Random random)
    {
        (string moment, TimeSpan delay) = AnyMoment.Draw(random);
        (string gate, TimeSpan late) = Voters.When(random);
        GateChoice choice = random.Of(
            GateChoice.Approve,
            GateChoice.Approve,
            GateChoice.Hold,
            GateChoice.RollBack,
            GateChoice.Retry,
            GateChoice.GoForward,
            GateChoice.Skip);
        string who = random.Of("alice", "bob", "rachel", "mallory");
        return random.Next(100) switch
        {
            < 20 => (gate, late, new(Actor, "a mail scanner follows every link of the open gate", static run => run.Web.ScanAsync())),
            < 30 => (moment, delay, new(Actor, "somebody looks at every page", static run => run.Web.LookAroundAsync())),
            < 55 => (gate, late, new(
                Actor,
                $"{who} says {choice} by the form behind their link",
                run => run.Web.VoteByLinkAsync(who, choice))),
            < 70 => (gate, late, new(Actor, $"{who} says {choice} over the API", run => run.Web.VoteByApiAsync(who, choice))),
            < 85 => (moment, delay, new(Actor, "an emergency is asked for over HTTP", static run => run.Web.EmergencyAsync())),
            _ => (moment, delay, new(Actor, "a program sends requests that nobody should", static run => run.Web.SendOddlyAsync())),
        };
    }
}
