namespace TenantTokens.Fleet.Targets;

/// <summary>The effect of a finding on its plan.</summary>
public enum PlanSeverity
{
    /// <summary>The rotation cannot start until this is fixed.</summary>
    Problem,

    /// <summary>A target that is not rotated, and why.</summary>
    LeftOut,

    /// <summary>Approvers and operators should know this before the start.</summary>
    Warning,

    /// <summary>Explains why something is outside the plan, or how the plan came about.</summary>
    Note,
}
