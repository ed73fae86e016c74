namespace TenantTokens.Simulator;

/// <summary>Run commands that stand on machines.</summary>
/// <param name="Left">All of them, whoever made them.</param>
/// <param name="WithSecrets">Those whose protected parameters hold something.</param>
public sealed record RunCommandCounts(int Left, int WithSecrets);
