namespace TenantTokens.Configuration;

/// <summary>The gate before start.</summary>
public sealed record StartGateOptions
{
    /// <summary>Whether somebody has to approve the plan first. Default false: an open rotation harms nobody.</summary>
    public bool Required { get; init; }
}
