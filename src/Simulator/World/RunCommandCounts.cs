namespace TenantTokens.Simulator;

/// <summary>The number of run commands on machines.</summary>
/// <param name="Left">All of them, including those of other clients.</param>
/// <param name="WithSecrets">Those with protected parameters.</param>
public sealed record RunCommandCounts(int Left, int WithSecrets);
