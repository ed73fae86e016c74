namespace TenantTokens.Configuration.Options;

/// <summary>The policy of clusters whose Dynatrace Operator moves its agents by itself.</summary>
public sealed record KubernetesPolicyOptions
{
    /// <summary>
    /// Whether every Dynatrace Operator is always held until the ActiveGates are done. Else a plan with operated agents in zones of
    /// ActiveGates that are rotated is blocked until an operator confirms for that rotation that they are held
    /// (<c>rotate --operators-held</c>).
    /// </summary>
    public bool Held { get; init; }
}
