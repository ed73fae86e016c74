namespace TenantTokens.Simulation.Checks;

/// <summary>A version of the secret that holds the claim on the environment.</summary>
/// <param name="Version">Its id.</param>
/// <param name="Where">Which copy wrote it, as people know it.</param>
/// <param name="Created">When, by the vault's clock.</param>
/// <param name="IsEnabled">Whether it counts.</param>
/// <param name="Updated">When it was last changed: disabled, renewed.</param>
internal sealed record ClaimView(string Version, string Where, DateTimeOffset Created, bool IsEnabled, DateTimeOffset Updated)
{
    /// <summary>When it stops to count; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Only the sweep after finish is left: it stands in nobody's way.</summary>
    public bool IsSweep { get; init; }
}
