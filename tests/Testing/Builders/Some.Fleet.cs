using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Machines;

namespace TenantTokens.Testing.Builders;

/// <summary>Makes data: what a test does not say is harmless.</summary>
internal static partial class Some
{
    public const string Subscription = "11111111-1111-1111-1111-111111111111";

    public static Machine Machine(string name, string location = "westeurope", string subscription = Subscription, string group = "rg")
        => new(
            $"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/virtualMachines/{name}",
            name,
            MachineKind.VirtualMachine,
            subscription,
            group,
            location,
            HostOperatingSystem.Linux,
            "PowerState/running",
            name);

    public static Machine Arc(string name, string group = "rg") => Machine(name, group: group) with
    {
        ResourceId = $"/subscriptions/{Subscription}/resourceGroups/{group}/providers/Microsoft.HybridCompute/machines/{name}",
        Kind = MachineKind.Arc,
        State = "Connected",
    };

    public static FleetReading Fleet(
        IReadOnlyList<Machine>? machines = null,
        IReadOnlyList<ActiveGateInfo>? gates = null,
        IReadOnlyList<OneAgentInfo>? agents = null,
        IReadOnlyList<ScaleSetInstance>? instances = null)
        => new(machines ?? [], instances ?? [], gates ?? [], agents ?? []);

    public static ActiveGateInfo ActiveGate(string host, string? id = null, string group = "default") => new(
        id ?? $"0x{host}",
        host,
        "ENVIRONMENT",
        "zone-1",
        group,
        Containerized: false,
        OfflineSince: null,
        ConnectedHosts: 3,
        NetworkAddresses: [],
        Environments: [],
        Version: null,
        OsType: "LINUX");

    public static OneAgentInfo OneAgent(string host, string? id = null) => new(
        id ?? $"HOST-{host}", host, host, [], "LINUX", null, "default", Active: true, "MONITORED", null, "FULL_STACK", []);
}
