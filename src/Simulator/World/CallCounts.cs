namespace TenantTokens.Simulator;

/// <summary>The number of tenant-token calls of each kind.</summary>
public sealed record CallCounts(int Start, int Finish, int Cancel);
