using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Approvals;

/// <summary>A person who votes or wants to.</summary>
/// <param name="Name">The name under which they vote.</param>
/// <param name="Subject">Their id where names may change (an Entra object id); null when there is none.</param>
/// <param name="Groups">The ids of the groups that they are known to be in.</param>
public sealed record Voter(string Name, string? Subject, IReadOnlyList<string> Groups)
{
    /// <summary>The prefix of a group among approvers; the group's id follows.</summary>
    public const string GroupPrefix = ApprovalOptions.GroupPrefix;

    /// <summary>Makes a voter of whom only the name is known.</summary>
    public static Voter Named(string name) => new(name, null, []);

    /// <summary>Whether this is the person with that name or id. Case and surrounding spaces do not matter.</summary>
    public bool Is(string other) => PersonName.IsSame(Name, other) || (Subject is not null && PersonName.IsSame(Subject, other));

    /// <summary>Whether an approver in the configuration is this person or one of their groups.</summary>
    public bool IsAmong(string approver)
        => approver.StartsWith(GroupPrefix, StringComparison.OrdinalIgnoreCase)
            ? Groups.Any(group => PersonName.IsSame(group, approver[GroupPrefix.Length..]))
            : Is(approver);

    /// <summary>Whether two votes come from the same person.</summary>
    public bool IsSameAs(Voter other) => Is(other.Name) || (other.Subject is not null && Is(other.Subject));
}
