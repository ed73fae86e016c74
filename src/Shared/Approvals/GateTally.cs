using TenantTokens.Configuration.Values;

namespace TenantTokens.Approvals;

/// <summary>Counts votes. A pure function of the ledger's rows, so a lost, repeated or late event changes nothing.</summary>
public static class GateTally
{
    private static readonly GateChoice[] _decisive =
    [
        GateChoice.RollBack,
        GateChoice.Retry,
        GateChoice.GoForward,
        GateChoice.AcceptOlder,
        GateChoice.Skip,
        GateChoice.Approve,
    ];

    /// <summary>
    /// Returns the result of the votes. A hold wins as long as it stands; otherwise the first choice with a quorum wins, the most careful
    /// one first.
    /// </summary>
    public static GateOutcome Evaluate(GateRecord gate, IEnumerable<Vote> votes)
    {
        if (gate.Outcome is { } closed)
        {
            return closed;
        }

        List<Vote> counted = [];
        foreach (Vote vote in votes.Where(
            vote => Eligibility(gate, vote.Voter) is null && vote.PlanHash == gate.PlanHash && gate.Choices.Contains(vote.Choice))
            .OrderBy(static vote => vote.At))
        {
            counted.RemoveAll(earlier => earlier.Voter.IsSameAs(vote.Voter));
            counted.Add(vote);
        }

        if (counted.Exists(static vote => vote.Choice is GateChoice.Hold))
        {
            return GateOutcome.Held;
        }

        foreach (GateChoice choice in _decisive)
        {
            if (counted.Count(vote => vote.Choice == choice) >= gate.Quorum)
            {
                return choice switch
                {
                    GateChoice.RollBack => GateOutcome.RollBack,
                    GateChoice.Retry => GateOutcome.Retry,
                    GateChoice.GoForward => GateOutcome.GoForward,
                    GateChoice.AcceptOlder => GateOutcome.AcceptOlder,
                    GateChoice.Skip => GateOutcome.Skip,
                    _ => GateOutcome.Approved,
                };
            }
        }

        return GateOutcome.Undecided;
    }

    /// <summary>Lists the gate's approvers, people and groups, who may decide it; the requester may not.</summary>
    public static IEnumerable<string> WhoMayDecide(GateRecord gate)
        => gate.Approvers.Where(
            name => name.StartsWith(Voter.GroupPrefix, StringComparison.OrdinalIgnoreCase) || Eligibility(gate, name) is null);

    /// <summary>
    /// Returns why the quorum cannot be reached and what to do, in sentences; null when it can. The number of people in a group is not
    /// known, so with a group it counts as reachable.
    /// </summary>
    public static string? WhyUnreachable(GateRecord gate)
    {
        string[] deciders = [.. WhoMayDecide(gate)];
        int people = deciders.DistinctBy(PersonName.KeyOf, StringComparer.Ordinal).Count();
        if (people >= gate.Quorum || deciders.Any(static name => name.StartsWith(Voter.GroupPrefix, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        string[] requesters =
        [
            .. gate.Approvers.Except(deciders).DistinctBy(PersonName.KeyOf, StringComparer.Ordinal).Select(PersonName.Normalize),
        ];
        string asked = requesters is [] ? "" : $"; {string.Join(", ", requesters)} requested this rotation";
        return $"It needs {(gate.Quorum is 1 ? "1 approver" : $"{gate.Quorum} approvers who choose the same")}, but"
            + $" {(people is 0 ? "no approver" : $"only {people}")} may decide{asked}. Add approvers in rotation.json (approvals); the"
            + " rotation then opens a new gate.";
    }

    /// <summary>Returns why the person with this name may not vote at the gate; null when they may.</summary>
    public static string? Eligibility(GateRecord gate, string person) => Eligibility(gate, Voter.Named(person));

    /// <summary>
    /// Returns why this person may not vote at the gate; null when they may. Requesters never approve their own rotation
    /// (docs/invariants.md#i11).
    /// </summary>
    public static string? Eligibility(GateRecord gate, Voter voter)
    {
        if (voter.Is(gate.RequestedBy) || gate.AlsoRequestedBy.Any(voter.Is))
        {
            return $"{voter.Name} requested this rotation and therefore cannot decide this gate.";
        }

        return gate.Approvers.Any(voter.IsAmong)
            ? null
            : $"{voter.Name} is not an approver of this gate. Its approvers are: {string.Join(", ", gate.Approvers)}.";
    }
}
