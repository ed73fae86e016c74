using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>The gate before finish, which cannot be undone.</summary>
public sealed record FinishGateOptions
{
    /// <summary>How many distinct approvers must choose the same; at most the number of approvers.</summary>
    [Range(1, 100)]
    public int Quorum { get; init; } = 1;

    /// <summary>
    /// Who may decide, by the name under which they vote, or <c>group:</c> and the id of an Entra group. The person who requested the
    /// rotation cannot. With an empty list, the rotation waits at the gate, both tokens valid.
    /// </summary>
    [PersonName]
    public IReadOnlyList<string> Approvers { get; init; } = [];
}
