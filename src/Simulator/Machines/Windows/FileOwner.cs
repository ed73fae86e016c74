namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>A SID; System.Security.Principal.SecurityIdentifier exists on Windows only.</summary>
/// <param name="Value">S-1-...</param>
public sealed record FileOwner(string Value);
