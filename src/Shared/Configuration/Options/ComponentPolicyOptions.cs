using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>The policy of one component.</summary>
public sealed record ComponentPolicyOptions
{
    /// <summary>How many targets the first wave of the component has.</summary>
    [Range(1, 1000)]
    public int Canary { get; init; } = 1;

    /// <summary>
    /// The machines with this Azure tag are the first wave, in place of <see cref="Canary"/>. When no machine has it, the count decides.
    /// </summary>
    [Pattern("[^=]{1,512}=[\\s\\S]*", "a tag as name=value", 768)]
    public string? CanaryTag { get; init; }

    /// <summary>
    /// How much of the component is done after each wave that follows the canary, in percent of its targets: <c>[10, 50, 100]</c> is
    /// canary, up to 10 %, up to half, the rest.
    /// </summary>
    [Percentages]
    public IReadOnlyList<int> Percentages { get; init; } = [100];

    /// <summary>
    /// Commands in flight in one wave of the component; at most <see cref="PolicyOptions.MaxInFlight"/> of the whole policy.
    /// </summary>
    [Range(1, 10_000)]
    [WhenAbsent("policy.maxInFlight")]
    public int? MaxInFlight { get; init; }
}
