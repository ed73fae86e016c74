namespace TenantTokens.Simulator.World;

/// <summary>What Azure does not say of a machine although it usually does.</summary>
internal enum HiddenProperty
{
    /// <summary>Whether a VM runs: its instance view has no power state.</summary>
    PowerState,

    /// <summary>An Arc machine's osType.</summary>
    OsType,

    /// <summary>An Arc machine's osName.</summary>
    OsName,
}
