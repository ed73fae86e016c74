using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Watching;

/// <summary>What was seen at one look.</summary>
/// <param name="At">When.</param>
public sealed record WatchLook(DateTimeOffset At)
{
    /// <summary>Messages rejected per minute; null when the metric is silent or not available.</summary>
    public double? RejectedPerMinute { get; init; }

    /// <summary>Why the metric is not available; null when it is.</summary>
    public string? MetricUnavailable { get; init; }

    /// <summary>True when asking again will not make it available.</summary>
    public bool MetricStaysUnavailable { get; init; }

    /// <summary>The OneAgents of each network zone of the baseline; null when the inventory could not be read.</summary>
    public IReadOnlyDictionary<string, ZoneOnline>? Zones { get; init; }

    /// <summary>The zones where no agent may be lost: those of the first ActiveGate, while it soaks.</summary>
    public IReadOnlyList<string> StrictZones { get; init; } = [];

    /// <summary>True while the first of a component soaks: no message may be rejected over the baseline.</summary>
    public bool IsSoaking { get; init; }

    /// <summary>The token that Dynatrace hands out.</summary>
    public TokenInForce Token { get; init; }

    /// <summary>Its fingerprint; null when it was not read.</summary>
    public string? TokenFingerprint { get; init; }

    /// <summary>
    /// Whether ActiveGate installers get another token than OneAgent installers (docs/invariants.md#u2); null when it was not asked.
    /// </summary>
    public bool? GatewayTokenDiffers { get; init; }

    /// <summary>Why something of Dynatrace other than the metric could not be read; null when all could.</summary>
    public string? Unreadable { get; init; }
}
