namespace TenantTokens.Simulator.Arm;

/// <summary>What a lock forbids on a machine.</summary>
internal enum MachineLock
{
    /// <summary>A CanNotDelete lock: no DELETE.</summary>
    CanNotDelete,

    /// <summary>A ReadOnly lock: no PUT and no DELETE.</summary>
    ReadOnly,

    /// <summary>The machine was created with extension operations disallowed: no PUT.</summary>
    NoExtensions,
}
