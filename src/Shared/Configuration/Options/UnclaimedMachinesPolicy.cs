namespace TenantTokens.Configuration.Options;

/// <summary>What a plan does about machines in scope that no agent at Dynatrace claims.</summary>
public enum UnclaimedMachinesPolicy
{
    /// <summary>Those that run are probed, up to a limit; the others are one line that approvers accept.</summary>
    Probe,

    /// <summary>None is probed: all are one line that approvers accept.</summary>
    List,

    /// <summary>They are not looked at, counted or shown.</summary>
    Ignore,
}
