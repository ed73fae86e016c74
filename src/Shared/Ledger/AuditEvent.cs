namespace TenantTokens.Ledger;

/// <summary>One thing that was done. Changes by addition only.</summary>
/// <param name="At">When.</param>
/// <param name="Code">A kebab-case code, for example start-accepted.</param>
/// <param name="By">Who: a person, or "rotation" for the product itself.</param>
/// <param name="Detail">One sentence; never a token.</param>
public sealed record AuditEvent(DateTimeOffset At, string Code, string By, string Detail)
{
    /// <summary>What <see cref="By"/> says when no person did it.</summary>
    public const string Product = "rotation";

    /// <summary>How they were known: cli, link, entra, key, callback; null for the product.</summary>
    public string? Via { get; init; }

    /// <summary>The network address that it came from; null when it came from this machine's command line or the product.</summary>
    public string? Address { get; init; }

    /// <summary>How often it was done: more than once for what says nothing new.</summary>
    public int Times { get; init; } = 1;

    /// <summary>When it was done last; null when it was done once.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The plan that they saw; null when it does not matter.</summary>
    public string? PlanHash { get; init; }
}
