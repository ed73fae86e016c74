namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>A library that a process has loaded.</summary>
public sealed record WindowsModule(string ModuleName);
