namespace TenantTokens.Rotations.Schedules;

/// <summary>Whether a rotation is wanted now.</summary>
public enum DueVerdict
{
    /// <summary>The environment has no schedule, or it is switched off: nothing starts by itself.</summary>
    Disabled,

    /// <summary>Nothing is due yet.</summary>
    NotDue,

    /// <summary>Something is due, but a rotation is open: asked again when it has ended.</summary>
    RotationOpen,

    /// <summary>Something is due, but a window or a blackout says not now: it starts when they allow.</summary>
    Blocked,

    /// <summary>A rotation was closed as it was: nothing starts until a person has started one.</summary>
    Stopped,

    /// <summary>A rotation is to be started now.</summary>
    Due,
}
