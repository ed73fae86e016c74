namespace TenantTokens.Simulator.Machines;

/// <summary>What Azure knows a machine by. A machine is Azure Arc's, or else a VM.</summary>
internal sealed record MachineIdentity(string Name, bool IsArc, string SubscriptionId, string ResourceGroup, string Location, Guid VmId)
{
    /// <summary>
    /// What the computer calls itself, and Dynatrace it: the resource's name, unless somebody gave two computers one name.
    /// </summary>
    public string HostName { get; init; } = Name;

    /// <summary>False for what runs where Azure has no machine: a container.</summary>
    public bool IsInAzure { get; init; } = true;

    /// <summary>Runs Windows, else Linux.</summary>
    public bool IsWindows { get; init; }

    public string Kind => !IsInAzure ? "container" : IsArc ? "arc" : "vm";

    public string Provider => IsArc ? "Microsoft.HybridCompute" : "Microsoft.Compute";

    public string ResourceId { get; }
        = $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}/providers/"
            + $"{(IsArc ? "Microsoft.HybridCompute/machines" : "Microsoft.Compute/virtualMachines")}/{Name}";

    /// <summary>What an agent on it finds out about its machine: VMs have an instance metadata service, others do not.</summary>
    public string? FoundResourceId => this is { IsArc: false, IsInAzure: true } ? ResourceId : null;

    /// <summary>Its one IP address.</summary>
    public string Address { get; } = $"10.{VmId.ToByteArray()[0]}.{VmId.ToByteArray()[1]}.{VmId.ToByteArray()[2]}";

    /// <summary>The other identity of a machine that is both a VM and an Arc machine.</summary>
    public MachineIdentity Twin()
        => new(Name, !IsArc, SubscriptionId, ResourceGroup, Location, VmId) { HostName = HostName, IsWindows = IsWindows };
}
