namespace TenantTokens.Rotations;

/// <summary>How a sweep ended.</summary>
/// <param name="Left">How many targets are not on the new token and stay dark until somebody acts.</param>
public sealed record SweepEnd(int Left);
