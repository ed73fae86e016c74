namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>An owner's SID. System.Security.Principal.SecurityIdentifier exists on Windows only.</summary>
/// <param name="Value">The SID, for example S-1-5-18.</param>
public sealed record FileOwner(string Value);
