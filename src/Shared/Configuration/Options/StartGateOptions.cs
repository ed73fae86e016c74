using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>The gate before anything happens.</summary>
public sealed record StartGateOptions
{
    /// <summary>Whether approvers must approve the plan before anything happens.</summary>
    public bool Required { get; init; }

    /// <summary>How many distinct approvers must choose the same.</summary>
    [Range(1, 100)]
    [WhenAbsent("as finish")]
    public int? Quorum { get; init; }

    /// <summary>Who may decide: names, or <c>group:</c> and the id of an Entra group.</summary>
    [PersonName]
    [WhenAbsent("as finish")]
    public IReadOnlyList<string>? Approvers { get; init; }
}
