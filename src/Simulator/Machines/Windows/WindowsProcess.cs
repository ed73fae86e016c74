namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>A process as Get-Process shows it.</summary>
/// <param name="Id">The process id.</param>
/// <param name="ProcessName">The name without .exe.</param>
/// <param name="StartTime">When it started (UTC).</param>
/// <param name="Modules">The libraries that it has loaded.</param>
public sealed record WindowsProcess(int Id, string ProcessName, DateTime StartTime, IReadOnlyList<WindowsModule> Modules);
