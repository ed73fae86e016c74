using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Watching;

/// <summary>The readings of one check.</summary>
/// <param name="At">When the check was made (UTC).</param>
public sealed record WatchLook(DateTimeOffset At)
{
    /// <summary>Messages rejected per minute; null when the metric is silent or not available.</summary>
    public double? RejectedPerMinute { get; init; }

    /// <summary>Why the metric is not available; null when it is.</summary>
    public string? MetricUnavailable { get; init; }

    /// <summary>True when reading again will not make it available.</summary>
    public bool MetricStaysUnavailable { get; init; }

    /// <summary>The number of OneAgents in each network zone of the baseline; null when the inventory could not be read.</summary>
    public IReadOnlyDictionary<string, ZoneOnline>? Zones { get; init; }

    /// <summary>The zones in which no agent may be lost: those of the first ActiveGate during its soak.</summary>
    public IReadOnlyList<string> StrictZones { get; init; } = [];

    /// <summary>True during the soak of a component's first target: no more messages may be rejected than in the baseline.</summary>
    public bool IsSoaking { get; init; }

    /// <summary>The token that Dynatrace hands out.</summary>
    public TokenInForce Token { get; init; }

    /// <summary>The token's fingerprint; null when it was not read.</summary>
    public string? TokenFingerprint { get; init; }

    /// <summary>
    /// Whether ActiveGate installers get another token than OneAgent installers (docs/invariants.md#u2); null when it was not read.
    /// </summary>
    public bool? GatewayTokenDiffers { get; init; }

    /// <summary>Why something at Dynatrace other than the metric could not be read; null when everything could be.</summary>
    public string? Unreadable { get; init; }
}
