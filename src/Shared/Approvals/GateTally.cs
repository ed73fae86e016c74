namespace TenantTokens.Approvals;

/// <summary>Counts votes: a pure function of the ledger's rows, so a lost, doubled or late event changes nothing.</summary>
public static class GateTally
{
    private static readonly GateChoice[] Decisive = [GateChoice.RollBack, GateChoice.Retry, GateChoice.GoForward, GateChoice.Skip, GateChoice.Approve];

    /// <summary>What the votes amount to. A hold wins for as long as it stands; of the rest the first choice with a quorum, the most careful first.</summary>
    public static GateOutcome Evaluate(GateRecord gate, IEnumerable<Vote> votes)
    {
        if (gate.Outcome is { } closed)
        {
            return closed;
        }

        Dictionary<string, GateChoice> counted = new(StringComparer.OrdinalIgnoreCase); // as eligibility compares
        foreach (Vote vote in votes.Where(vote => Eligibility(gate, vote.By) is null && vote.PlanHash == gate.PlanHash && gate.Choices.Contains(vote.Choice)).OrderBy(static vote => vote.At))
        {
            counted[vote.By] = vote.Choice;
        }

        if (counted.ContainsValue(GateChoice.Hold))
        {
            return GateOutcome.Held;
        }

        foreach (GateChoice choice in Decisive)
        {
            if (counted.Values.Count(value => value == choice) >= gate.Quorum)
            {
                return choice switch
                {
                    GateChoice.RollBack => GateOutcome.RollBack,
                    GateChoice.Retry => GateOutcome.Retry,
                    GateChoice.GoForward => GateOutcome.GoForward,
                    GateChoice.Skip => GateOutcome.Skip,
                    _ => GateOutcome.Approved,
                };
            }
        }

        return GateOutcome.Undecided;
    }

    /// <summary>Why this person may not vote at the gate; null when they may. The requester never approves their own rotation (I11).</summary>
    public static string? Eligibility(GateRecord gate, string person)
    {
        if (string.Equals(person, gate.RequestedBy, StringComparison.OrdinalIgnoreCase))
        {
            return $"{person} asked for this rotation and cannot decide it.";
        }

        return gate.Approvers.Contains(person, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"{person} is not an approver of this gate; approvers: {string.Join(", ", gate.Approvers)}.";
    }
}
