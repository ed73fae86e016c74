namespace TenantTokens.Web.Guards;

/// <summary>Why a request is not answered as it wished.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">A kebab-case code.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Detail">What is wrong and what to do, in sentences.</param>
internal sealed record Refusal(int Status, string Code, string Title, string Detail)
{
    /// <summary>What may be done instead; null when there is nothing to list.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>Where to sign in; null when that does not help.</summary>
    public string? SignIn { get; init; }

    /// <summary>When to try again; null when that does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it is the link that does not count, and the page may be opened without it.</summary>
    public bool IsAboutLink { get; init; }

    /// <summary>What of ours failed, as a sentence for the log and the audit trail; null when nothing did, or nobody knows.</summary>
    public string? Cause { get; init; }

    /// <summary>Whether an outage is answered: then one line tells of all its requests.</summary>
    public bool IsOutage { get; init; }

    /// <summary>Whether it was a guess at a secret: then it counts against the address.</summary>
    public bool IsGuess { get; init; }
}
