using TenantTokens.Approvals;
using TenantTokens.Ledger;

namespace TenantTokens.Web.Identity;

/// <summary>The sender of a request.</summary>
/// <param name="Name">The person's name, or the role's (<c>api-key:operator</c>).</param>
/// <param name="KnownBy">How they were identified.</param>
/// <param name="Roles">What they may do.</param>
public sealed record Caller(string Name, KnownBy KnownBy, WebRoles Roles)
{
    /// <summary>An unknown caller, without any role.</summary>
    public static Caller Nobody { get; } = new("nobody", KnownBy.Nothing, WebRoles.None);

    /// <summary>Whether the caller is a person. A key, an application or a flow never decides a gate itself.</summary>
    public bool IsPerson { get; init; }

    /// <summary>
    /// The object id behind the name; for an API key, the user who owns the key file. When it is the requester's, the caller counts as the
    /// requester. Null when there is none.
    /// </summary>
    public string? Subject { get; init; }

    /// <summary>The ids of the person's groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The network address of the request; null when not known.</summary>
    public string? Address { get; init; }

    /// <summary>How they were identified, as the audit trail spells it.</summary>
    public string Via => KnownBy.ToString().ToLowerInvariant();

    /// <summary>Whether the caller was identified at all.</summary>
    public bool IsKnown => KnownBy is not KnownBy.Nothing;

    /// <summary>The caller as a voter at gates.</summary>
    public Voter Voter => new(Name, Subject, Groups);

    /// <summary>
    /// Whether the caller may do what a role may. Every role may read, and the emergency role includes the operator's commands.
    /// </summary>
    public bool May(WebRoles role) => role switch
    {
        WebRoles.Reader => Roles is not WebRoles.None,
        WebRoles.Operator => (Roles & (WebRoles.Operator | WebRoles.Emergency)) is not WebRoles.None,
        _ => Roles.HasFlag(role),
    };

    /// <summary>Makes an audit entry for something that the caller did.</summary>
    public AuditEvent Event(string code, string detail, string? planHash = null)
        => new(default, code, Name, detail) { Via = Via, Address = Address, PlanHash = planHash };
}
