namespace TenantTokens.Web.Guards;

/// <summary>Why a request was refused.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">A kebab-case code.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Detail">What is wrong and what to do, in sentences.</param>
internal sealed record Refusal(int Status, string Code, string Title, string Detail)
{
    /// <summary>What may be done instead; null when there is nothing to list.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>Where to sign in; null when signing in does not help.</summary>
    public string? SignIn { get; init; }

    /// <summary>How long to wait before trying again; null when that does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether only the link is refused, so that the page may be opened without it.</summary>
    public bool IsAboutLink { get; init; }

    /// <summary>
    /// What failed on our side, as a sentence for the log and the audit trail; null when nothing failed or it is not known.
    /// </summary>
    public string? Cause { get; init; }

    /// <summary>Whether the cause is an outage, for which one entry covers all requests.</summary>
    public bool IsOutage { get; init; }

    /// <summary>Whether it was a guess at a secret, which counts against the caller's address.</summary>
    public bool IsGuess { get; init; }
}
