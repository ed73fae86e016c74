namespace TenantTokens.Configuration;

/// <summary>The policy of one component.</summary>
public sealed record ComponentPolicyOptions
{
    /// <summary>How many targets the first wave has. Default 1; 1 to 1,000.</summary>
    public int Canary { get; init; } = 1;
}
