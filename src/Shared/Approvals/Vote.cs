namespace TenantTokens.Approvals;

/// <summary>A person's vote. A later vote of the same person replaces it until the gate closes. Changes by addition only.</summary>
/// <param name="By">The person's name.</param>
/// <param name="Choice">What they chose.</param>
/// <param name="Comment">The reason; null when none was given.</param>
/// <param name="PlanHash">The hash of the plan that they saw.</param>
/// <param name="Via">How they were identified, for example cli or link.</param>
/// <param name="At">When they voted (UTC).</param>
public sealed record Vote(string By, GateChoice Choice, string? Comment, string PlanHash, string Via, DateTimeOffset At)
{
    /// <summary>The person's id where names may change (an Entra object id); null when there is none.</summary>
    public string? Subject { get; init; }

    /// <summary>The ids of the groups that they were known to be in when they voted.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The network address of the vote; null from this machine's command line.</summary>
    public string? Address { get; init; }

    /// <summary>How many votes this person has cast at this gate, including this one.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The number of audit entries for those votes.</summary>
    public int Lines { get; init; } = 1;

    /// <summary>The key of the last of those entries; null for a vote from before they were counted.</summary>
    public string? Line { get; init; }

    /// <summary>The person as a voter.</summary>
    public Voter Voter => new(By, Subject, Groups);

    /// <summary>Returns the vote with its counts when it replaces an earlier one of the same person.</summary>
    /// <param name="before">The earlier one; null when there is none.</param>
    /// <param name="newLine">The key of its new audit entry; null when it changes the entry of the earlier vote.</param>
    internal Vote After(Vote? before, string? newLine) => this with
    {
        Count = (before?.Count ?? 0) + 1,
        Lines = (before?.Lines ?? 0) + (newLine is null ? 0 : 1),
        Line = newLine ?? before?.Line,
    };

    /// <summary>Whether it repeats another vote of the same person without anything new.</summary>
    public bool SaysTheSameAs(Vote other)
        => Choice == other.Choice && PlanHash == other.PlanHash && Via == other.Via && Address == other.Address
            && string.Equals(Comment ?? "", other.Comment ?? "", StringComparison.Ordinal);
}
