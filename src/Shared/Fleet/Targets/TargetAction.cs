namespace TenantTokens.Fleet.Targets;

/// <summary>What a command does on a host.</summary>
public enum TargetAction
{
    /// <summary>Reads and changes nothing.</summary>
    Probe,

    /// <summary>Writes the new token.</summary>
    Apply,

    /// <summary>Writes the old token back.</summary>
    Restore,
}
