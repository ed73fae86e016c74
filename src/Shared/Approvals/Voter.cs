using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Approvals;

/// <summary>A person who wants to decide.</summary>
/// <param name="Name">The name under which they vote.</param>
/// <param name="Subject">Their id where names may change; null when there is none.</param>
/// <param name="Groups">The groups they are known to be in, by id.</param>
public sealed record Voter(string Name, string? Subject, IReadOnlyList<string> Groups)
{
    /// <summary>What a group is called among approvers: this, then its id.</summary>
    public const string GroupPrefix = ApprovalOptions.GroupPrefix;

    /// <summary>A person of whom only the name is known.</summary>
    public static Voter Named(string name) => new(name, null, []);

    /// <summary>Whether this is the person of that name or id. People write names in capitals, and copy blanks with them.</summary>
    public bool Is(string other) => PersonName.IsSame(Name, other) || (Subject is not null && PersonName.IsSame(Subject, other));

    /// <summary>Whether that approver is this person, or a group of theirs.</summary>
    public bool IsAmong(string approver)
        => approver.StartsWith(GroupPrefix, StringComparison.OrdinalIgnoreCase)
            ? Groups.Any(group => PersonName.IsSame(group, approver[GroupPrefix.Length..]))
            : Is(approver);

    /// <summary>Whether two votes are one person's.</summary>
    public bool IsSameAs(Voter other) => Is(other.Name) || (other.Subject is not null && Is(other.Subject));
}
