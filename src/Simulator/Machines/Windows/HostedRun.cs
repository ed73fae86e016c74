namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>One run of a script.</summary>
/// <param name="System">The machine that it runs on.</param>
/// <param name="Killed">Signalled when its process is killed.</param>
internal sealed record HostedRun(WindowsSystem System, CancellationToken Killed);
