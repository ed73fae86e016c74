namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>A service as Get-Service shows it.</summary>
/// <param name="Name">The name, which is also the display name here.</param>
/// <param name="Status">The state, a name of ServiceControllerStatus.</param>
/// <param name="DependentServices">The services that depend on it and stop with it.</param>
public sealed record WindowsService(string Name, string Status, IReadOnlyList<WindowsService> DependentServices)
{
    public string DisplayName => Name;
}
