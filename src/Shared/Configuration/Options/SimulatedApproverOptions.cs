using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>A voter made of code, for demonstrations. Counts as one more approver of every gate.</summary>
public sealed record SimulatedApproverOptions
{
    /// <summary>The name under which it votes.</summary>
    [Required]
    [PersonName]
    public required string Name { get; init; }

    /// <summary>The targets that it accepts as exceptions. When another one is among them, it chooses hold.</summary>
    [Pattern("[^/]*/[\\s\\S]*", "a target as component/machine, such as oneagent/vm-07")]
    public IReadOnlyList<string> Accepts { get; init; } = [];
}
