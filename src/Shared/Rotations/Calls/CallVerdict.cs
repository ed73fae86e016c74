namespace TenantTokens.Rotations.Calls;

/// <summary>What to do about a call.</summary>
public enum CallVerdict
{
    /// <summary>Send the call.</summary>
    Send,

    /// <summary>Send the call once more: the token in force shows that this can do no harm.</summary>
    Repeat,

    /// <summary>Read the token in force again for a while, then park.</summary>
    Wait,

    /// <summary>The call took effect, by our attempt.</summary>
    Done,

    /// <summary>The effect has come about through another party.</summary>
    DoneBySomebodyElse,

    /// <summary>For start: take over the token in force when the attempt is recent enough, else ask the approvers.</summary>
    Adopt,

    /// <summary>
    /// For cancel: another party finished the rotation, so hosts with the old token are offline until they get the new one.
    /// </summary>
    GoForward,

    /// <summary>Park: a person must decide, and nothing more is sent.</summary>
    Hold,
}
