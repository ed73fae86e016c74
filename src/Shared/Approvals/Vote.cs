namespace TenantTokens.Approvals;

/// <summary>What one person said; a later vote of the same person replaces it until the gate closes. Changes by addition only.</summary>
/// <param name="By">The person.</param>
/// <param name="Choice">What they chose.</param>
/// <param name="Comment">Why; may be null.</param>
/// <param name="PlanHash">The plan that they saw.</param>
/// <param name="Via">How they were known, for example cli or link.</param>
/// <param name="At">When.</param>
public sealed record Vote(string By, GateChoice Choice, string? Comment, string PlanHash, string Via, DateTimeOffset At)
{
    /// <summary>The person's id where names may change (an Entra object id); null when there is none.</summary>
    public string? Subject { get; init; }

    /// <summary>The groups they were known to be in when they voted, by id.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The network address that it came from; null from this machine's command line.</summary>
    public string? Address { get; init; }

    /// <summary>How many votes this person has cast at this gate, this one included.</summary>
    public int Count { get; init; } = 1;

    /// <summary>How many lines of the audit trail those have.</summary>
    public int Lines { get; init; } = 1;

    /// <summary>The key of the last of them; null for a vote from before lines were counted.</summary>
    public string? Line { get; init; }

    /// <summary>Whoever cast it.</summary>
    public Voter Voter => new(By, Subject, Groups);

    /// <summary>The vote as it is counted when it takes the place of an earlier one of the same person.</summary>
    /// <param name="before">The earlier one; null when there is none.</param>
    /// <param name="newLine">
    /// The key of the line that the audit trail gets for it; null when it changes the line of the earlier one.
    /// </param>
    internal Vote After(Vote? before, string? newLine) => this with
    {
        Count = (before?.Count ?? 0) + 1,
        Lines = (before?.Lines ?? 0) + (newLine is null ? 0 : 1),
        Line = newLine ?? before?.Line,
    };

    /// <summary>Whether it says what another one of the same person says, and nothing new.</summary>
    public bool SaysTheSameAs(Vote other)
        => Choice == other.Choice && PlanHash == other.PlanHash && Via == other.Via && Address == other.Address
            && string.Equals(Comment ?? "", other.Comment ?? "", StringComparison.Ordinal);
}
