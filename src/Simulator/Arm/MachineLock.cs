namespace TenantTokens.Simulator.Arm;

/// <summary>What Azure does not do to a machine.</summary>
internal enum MachineLock
{
    /// <summary>A lock of the kind CanNotDelete: no DELETE.</summary>
    CanNotDelete,

    /// <summary>A lock of the kind ReadOnly: no PUT and no DELETE.</summary>
    ReadOnly,

    /// <summary>The machine was created with extension operations disallowed: no PUT.</summary>
    NoExtensions,
}
