namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>A process as Get-Process shows it.</summary>
/// <param name="Id">The process id.</param>
/// <param name="ProcessName">Without .exe.</param>
/// <param name="StartTime">UTC.</param>
/// <param name="Modules">What it loaded.</param>
public sealed record WindowsProcess(int Id, string ProcessName, DateTime StartTime, IReadOnlyList<WindowsModule> Modules);
