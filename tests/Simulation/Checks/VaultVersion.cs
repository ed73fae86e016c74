namespace TenantTokens.Simulation.Checks;

/// <summary>A version of the secret that holds the tenant token.</summary>
internal sealed record VaultVersion(string Version, string Value, bool Enabled);
