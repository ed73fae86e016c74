using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>Who decides one kind of gate, where it is not as at finish.</summary>
public sealed record GateVoterOptions
{
    /// <summary>How many distinct approvers must choose the same.</summary>
    [Range(1, 100)]
    [WhenAbsent("as finish")]
    public int? Quorum { get; init; }

    /// <summary>Who may decide: names, or <c>group:</c> and the id of an Entra group.</summary>
    [PersonName]
    [WhenAbsent("as finish")]
    public IReadOnlyList<string>? Approvers { get; init; }
}
