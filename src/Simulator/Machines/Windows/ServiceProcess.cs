namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>What Win32_Service tells beyond Get-Service.</summary>
public sealed record ServiceProcess(string Name, uint ProcessId, string PathName, string StartMode);
