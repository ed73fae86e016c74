namespace TenantTokens.Fleet.Targets;

/// <summary>What a command asks of a host.</summary>
public enum TargetAction
{
    /// <summary>Read only.</summary>
    Probe,

    /// <summary>Put the new token in.</summary>
    Apply,

    /// <summary>Put the old token back.</summary>
    Restore,
}
