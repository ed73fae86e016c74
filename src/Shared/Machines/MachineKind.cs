namespace TenantTokens.Machines;

/// <summary>How Azure reaches a machine.</summary>
public enum MachineKind
{
    /// <summary>An Azure virtual machine (Microsoft.Compute).</summary>
    VirtualMachine,

    /// <summary>An Azure Arc machine (Microsoft.HybridCompute).</summary>
    Arc,
}
