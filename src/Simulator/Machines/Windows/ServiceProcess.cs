namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>The properties of Win32_Service that Get-Service does not show.</summary>
public sealed record ServiceProcess(string Name, uint ProcessId, string PathName, string StartMode);
