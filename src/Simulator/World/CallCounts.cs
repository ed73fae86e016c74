namespace TenantTokens.Simulator;

/// <summary>How often each of the tenant-token calls happened.</summary>
public sealed record CallCounts(int Start, int Finish, int Cancel);
