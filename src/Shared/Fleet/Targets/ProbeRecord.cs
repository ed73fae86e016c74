namespace TenantTokens.Fleet.Targets;

/// <summary>What a probe found on a host.</summary>
/// <param name="At">When, in our clock.</param>
/// <param name="ClockSkewSeconds">The host's clock minus ours; 0 when they agree within the command's own duration.</param>
/// <param name="Fingerprint">Of the token in effect; null when it is not known.</param>
/// <param name="Version">The component's version.</param>
/// <param name="HostId">The OneAgent's own host id.</param>
public sealed record ProbeRecord(DateTimeOffset At, long ClockSkewSeconds, string? Fingerprint, string? Version, string? HostId)
{
    /// <summary>What else it found on the machine that may hold the environment's token; null when it did not look.</summary>
    public IReadOnlyList<FoundComponent>? Beside { get; init; }

    /// <summary>How many components and environments did not fit into its report.</summary>
    public int Omitted { get; init; }
}
