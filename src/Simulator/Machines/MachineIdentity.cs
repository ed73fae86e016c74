namespace TenantTokens.Simulator.Machines;

/// <summary>What Azure knows a machine by. The computer has the resource's name. A machine is Azure Arc's, or else a VM.</summary>
internal sealed record MachineIdentity(string Name, bool IsArc, string SubscriptionId, string ResourceGroup, string Location, Guid VmId)
{
    /// <summary>Runs Windows, else Linux.</summary>
    public bool IsWindows { get; init; }

    public string Kind => IsArc ? "arc" : "vm";

    public string Provider => IsArc ? "Microsoft.HybridCompute" : "Microsoft.Compute";

    public string ResourceId
        => $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}/providers/{Provider}/{(IsArc ? "machines" : "virtualMachines")}/{Name}";
}
