namespace TenantTokens.Simulator.Machines;

/// <summary>How Azure knows a machine. It is an Azure Arc machine or else a VM.</summary>
internal sealed record MachineIdentity(string Name, bool IsArc, string SubscriptionId, string ResourceGroup, string Location, Guid VmId)
{
    /// <summary>
    /// The computer's own name, which Dynatrace uses too: the resource's name, unless two computers were given the same name.
    /// </summary>
    public string HostName { get; init; } = Name;

    /// <summary>False for what Azure has no machine for: a container.</summary>
    public bool IsInAzure { get; init; } = true;

    /// <summary>Whether it runs Windows; otherwise Linux.</summary>
    public bool IsWindows { get; init; }

    public string Kind => !IsInAzure ? "container" : IsArc ? "arc" : "vm";

    public string Provider => IsArc ? "Microsoft.HybridCompute" : "Microsoft.Compute";

    public string ResourceId { get; }
        = $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}/providers/"
            + $"{(IsArc ? "Microsoft.HybridCompute/machines" : "Microsoft.Compute/virtualMachines")}/{Name}";

    /// <summary>
    /// The resource id that an agent on it detects. VMs have an instance metadata service, other machines do not and give null.
    /// </summary>
    public string? FoundResourceId => this is { IsArc: false, IsInAzure: true } ? ResourceId : null;

    /// <summary>The only IP address.</summary>
    public string Address { get; } = $"10.{VmId.ToByteArray()[0]}.{VmId.ToByteArray()[1]}.{VmId.ToByteArray()[2]}";

    /// <summary>Returns the other identity of a machine that is both a VM and an Arc machine.</summary>
    public MachineIdentity Twin()
        => new(Name, !IsArc, SubscriptionId, ResourceGroup, Location, VmId) { HostName = HostName, IsWindows = IsWindows };
}
