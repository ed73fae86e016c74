namespace TenantTokens.Simulator;

/// <summary>A Dynatrace environment's tokens, as fingerprints.</summary>
public sealed record EnvironmentSnapshot(string Id, string Active, string? Previous, bool RotationOpen);
