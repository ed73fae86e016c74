namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>A service as Get-Service shows it.</summary>
/// <param name="Name">Its name; the displayed one is the same here.</param>
/// <param name="Status">A name of ServiceControllerStatus.</param>
/// <param name="DependentServices">What needs it and stops with it.</param>
public sealed record WindowsService(string Name, string Status, IReadOnlyList<WindowsService> DependentServices)
{
    public string DisplayName => Name;
}
