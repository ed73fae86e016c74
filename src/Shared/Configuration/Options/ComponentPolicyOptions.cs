namespace TenantTokens.Configuration.Options;

/// <summary>The policy of one component.</summary>
public sealed record ComponentPolicyOptions
{
    /// <summary>How many targets the first wave has. Default 1; 1 to 1,000.</summary>
    public int Canary { get; init; } = 1;

    /// <summary>
    /// An Azure tag as <c>name=value</c>: the machines that carry it are the first wave, in place of <see cref="Canary"/>. Default null. When no machine
    /// carries it, the count decides.
    /// </summary>
    public string? CanaryTag { get; init; }

    /// <summary>
    /// After each later wave, how much of the component is done, in percent of its targets: rising, the last one 100. Default 100: canary, then the rest.
    /// </summary>
    public IReadOnlyList<int> Percentages { get; init; } = [100];

    /// <summary>Commands in flight in one wave of this component. Default null: <see cref="PolicyOptions.MaxInFlight"/>; 1 to that.</summary>
    public int? MaxInFlight { get; init; }
}
