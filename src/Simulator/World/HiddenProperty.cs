namespace TenantTokens.Simulator.World;

/// <summary>A property of a machine that Azure can leave out.</summary>
internal enum HiddenProperty
{
    /// <summary>The power state in a VM's instance view, without which it is not known whether the VM runs.</summary>
    PowerState,

    /// <summary>An Arc machine's osType.</summary>
    OsType,

    /// <summary>An Arc machine's osName.</summary>
    OsName,
}
