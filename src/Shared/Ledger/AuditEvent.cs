namespace TenantTokens.Ledger;

/// <summary>One entry of an audit trail. Changes by addition only.</summary>
/// <param name="At">When it was done (UTC).</param>
/// <param name="Code">A kebab-case code, for example start-accepted.</param>
/// <param name="By">Who did it: a person, or <see cref="Product"/> for the product itself.</param>
/// <param name="Detail">One sentence for people; never contains a token.</param>
public sealed record AuditEvent(DateTimeOffset At, string Code, string By, string Detail)
{
    /// <summary>The value of <see cref="By"/> when no person did it.</summary>
    public const string Product = "rotation";

    /// <summary>How the person was identified: cli, link, entra, key, callback; null for the product.</summary>
    public string? Via { get; init; }

    /// <summary>The network address of the request; null for this machine's command line and for the product.</summary>
    public string? Address { get; init; }

    /// <summary>How often it was done. More than 1 when repeats, which say nothing new, are counted in one entry.</summary>
    public int Times { get; init; } = 1;

    /// <summary>When it was done last; null when it was done once.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The hash of the plan that the person saw; null when it does not matter.</summary>
    public string? PlanHash { get; init; }
}
