namespace TenantTokens.Simulator.Machines;

/// <summary>A uniform scale set. Its instances are in the table computeresources, and run commands of VMs do not reach them.</summary>
internal sealed record ScaleSet(string Name, string SubscriptionId, string ResourceGroup, string Location, int Instances)
{
    public string ResourceId
        => $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/{Name}";

    /// <summary>Returns the host name of an instance.</summary>
    public string HostName(int instance) => $"{Name}{instance:000000}";
}
