namespace TenantTokens.Machines;

/// <summary>The Azure resource type of a machine, which decides how Azure reaches it.</summary>
public enum MachineKind
{
    /// <summary>An Azure virtual machine (Microsoft.Compute).</summary>
    VirtualMachine,

    /// <summary>An Azure Arc machine (Microsoft.HybridCompute).</summary>
    Arc,
}
