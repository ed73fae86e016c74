using TenantTokens.Machines;

namespace TenantTokens.Shared.Tests.RunCommand;

/// <summary>Makes machines.</summary>
internal static class SomeMachines
{
    private const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg";

    public static Machine Vm { get; } = new(
        $"{Group}/providers/Microsoft.Compute/virtualMachines/vm-07",
        "vm-07",
        MachineKind.VirtualMachine,
        "11111111-1111-1111-1111-111111111111",
        "rg",
        "westeurope",
        HostOperatingSystem.Linux,
        "PowerState/running",
        "vm-07");

    public static Machine Arc { get; } = new(
        $"{Group}/providers/Microsoft.HybridCompute/machines/arc-01",
        "arc-01",
        MachineKind.Arc,
        "11111111-1111-1111-1111-111111111111",
        "rg",
        "eastus2",
        HostOperatingSystem.Windows,
        "Connected",
        "arc-01");
}
