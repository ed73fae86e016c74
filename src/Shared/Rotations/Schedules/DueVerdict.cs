namespace TenantTokens.Rotations.Schedules;

/// <summary>Whether a rotation is due now.</summary>
public enum DueVerdict
{
    /// <summary>The environment has no schedule, or it is switched off: nothing starts by itself.</summary>
    Disabled,

    /// <summary>Nothing is due yet.</summary>
    NotDue,

    /// <summary>A rotation is due, but another is open. It is checked again after that one's end.</summary>
    RotationOpen,

    /// <summary>A rotation is due, but the windows or a blackout do not allow it now. It starts when they do.</summary>
    Blocked,

    /// <summary>The last rotation was closed as it was. Nothing starts until a person has started one.</summary>
    Stopped,

    /// <summary>A rotation has to be started now.</summary>
    Due,
}
