namespace TenantTokens.Fleet.Targets;

/// <summary>What a finding of a plan means for it.</summary>
public enum PlanSeverity
{
    /// <summary>Blocks the rotation until it is mended.</summary>
    Problem,

    /// <summary>A target that is not changed, and why.</summary>
    LeftOut,

    /// <summary>A person should know before it starts.</summary>
    Warning,

    /// <summary>Explains what is out of the plan's scope, or how it came about.</summary>
    Note,
}
