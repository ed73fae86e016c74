using TenantTokens.Approvals;
using TenantTokens.Ledger;

namespace TenantTokens.Web.Identity;

/// <summary>Who sent a request.</summary>
/// <param name="Name">The person's name, or the role's (<c>api-key:operator</c>).</param>
/// <param name="KnownBy">How they are known.</param>
/// <param name="Roles">What they may do.</param>
public sealed record Caller(string Name, KnownBy KnownBy, WebRoles Roles)
{
    /// <summary>Nobody that we know.</summary>
    public static Caller Nobody { get; } = new("nobody", KnownBy.Nothing, WebRoles.None);

    /// <summary>Whether it is a person. A key, an application or a flow never decides anything itself.</summary>
    public bool IsPerson { get; init; }

    /// <summary>The id behind the name; for an API key the user who holds it. Counts as the same person where somebody asked.</summary>
    public string? Subject { get; init; }

    /// <summary>The ids of their groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The network address that they came from.</summary>
    public string? Address { get; init; }

    /// <summary>How they are known, as the audit trail says it.</summary>
    public string Via => KnownBy.ToString().ToLowerInvariant();

    /// <summary>Whether they are known at all.</summary>
    public bool IsKnown => KnownBy is not KnownBy.Nothing;

    /// <summary>The person as the gates know them.</summary>
    public Voter Voter => new(Name, Subject, Groups);

    /// <summary>Whether they may do what this role may. Whoever may do anything may look, and an emergency needs its commands.</summary>
    public bool May(WebRoles role) => role switch
    {
        WebRoles.Reader => Roles is not WebRoles.None,
        WebRoles.Operator => (Roles & (WebRoles.Operator | WebRoles.Emergency)) is not WebRoles.None,
        _ => Roles.HasFlag(role),
    };

    /// <summary>An entry of the audit trail about them.</summary>
    public AuditEvent Event(string code, string detail, string? planHash = null)
        => new(default, code, Name, detail) { Via = Via, Address = Address, PlanHash = planHash };
}
