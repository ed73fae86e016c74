using TenantTokens.Approvals;
using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Actors;

/// <summary>
/// Approvers who say something else than the usual: contrarily, twice, at the same moment, late, or nothing for a long time.
/// </summary>
internal static class Voters
{
    private const string Actor = "approvers";

    public static Deed Draw(Random random)
    {
        if (random.Next(4) == 0)
        {
            TimeSpan span = random.Between(TimeSpan.FromHours(1), TimeSpan.FromHours(20));
            return Deed.Of(Actor, $"nobody votes for {Durations.Tell(span)}", run => run.NobodyVotesUntil = run.Now + span);
        }

        GateChoice choice = random.Of(
            GateChoice.Approve,
            GateChoice.Hold,
            GateChoice.RollBack,
            GateChoice.RollBack,
            GateChoice.Retry,
            GateChoice.GoForward,
            GateChoice.Skip);
        string who = random.Of("alice", "bob", "rachel", "mallory");
        return new(Actor, $"{who} says {choice} at whatever gate is open", run => run.VoteAsync(who, choice));
    }

    /// <summary>Those whom the usual quorum needs turn back.</summary>
    public static Deed TurnBack { get; } = new(Actor, "alice and bob say RollBack at whatever gate is open", static async run =>
    {
        await run.VoteAsync("alice", GateChoice.RollBack);
        await run.VoteAsync("bob", GateChoice.RollBack);
    });

    public static (string Moment, TimeSpan Delay) When(Random random)
        => (Moments.Gate(random.Of(GateKind.Finish, GateKind.Finish, GateKind.Continue, GateKind.Cancel)), AnyMoment.Delay(random));
}
