using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>Which machines belong to the fleet.</summary>
public sealed record FleetOptions
{
    /// <summary>The Azure subscriptions of the fleet. Resource Graph shows only what this program's identity may read in them.</summary>
    [Required]
    [MinLength(1)]
    [GuidText("a subscription id")]
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>
    /// A Resource Graph query in place of the built-in one. It must project <c>id</c>, <c>name</c> and <c>kind</c> (<c>vm</c> or
    /// <c>arc</c>) and order by id; it should project the other columns of the built-in one too, <c>osType</c> above all.
    /// </summary>
    [NotBlank("a Resource Graph query")]
    [WhenAbsent("the built-in query")]
    public string? Query { get; init; }

    /// <summary>
    /// Fewer machines than this block the plan: Resource Graph silently leaves out what this program's identity may not read. 0 checks
    /// nothing.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MinimumMachines { get; init; }

    /// <summary>
    /// Images, templates and user data that carry a tenant token, under any name that people know. Every plan lists them as Uncovered: a
    /// machine that is made from one with the old token loses its monitoring data.
    /// </summary>
    [ShortText("a name")]
    public IReadOnlyList<string> GoldenImages { get; init; } = [];

    /// <summary>
    /// ActiveGates that are gone for good, by id or host name. Any other that an earlier plan knew and Dynatrace no longer lists blocks the
    /// plan until it is found.
    /// </summary>
    [ShortText("an ActiveGate id or host name")]
    public IReadOnlyList<string> RetiredActiveGates { get; init; } = [];

    /// <summary>
    /// What a plan does about machines in scope that no agent at Dynatrace claims: probe those that run and list the others, list all of
    /// them, or leave them out. Dynatrace may have dropped an ActiveGate or forgotten an agent. Approvers accept the listed ones in one
    /// line.
    /// </summary>
    public UnclaimedMachinesPolicy UnclaimedMachines { get; init; }

    /// <summary>How many unclaimed machines a plan probes. Those beyond are listed.</summary>
    [Range(0, 20_000)]
    public int UnclaimedProbes { get; init; } = 500;
}
