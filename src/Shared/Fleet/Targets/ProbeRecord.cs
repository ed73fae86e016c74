namespace TenantTokens.Fleet.Targets;

/// <summary>What a probe found on a host.</summary>
/// <param name="At">When, by our clock (UTC).</param>
/// <param name="ClockSkewSeconds">The host's clock minus ours, in seconds; 0 when they may agree, given how long the command took.</param>
/// <param name="Fingerprint">The fingerprint of the token in effect; null when not known.</param>
/// <param name="Version">The component's version; null when not known.</param>
/// <param name="HostId">The OneAgent's own host id; null for ActiveGates.</param>
public sealed record ProbeRecord(DateTimeOffset At, long ClockSkewSeconds, string? Fingerprint, string? Version, string? HostId)
{
    /// <summary>Other components on the machine that may hold the environment's token; null when the probe did not look.</summary>
    public IReadOnlyList<FoundComponent>? Beside { get; init; }

    /// <summary>How many components and environments did not fit into the report.</summary>
    public int Omitted { get; init; }
}
