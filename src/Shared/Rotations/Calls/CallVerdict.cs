namespace TenantTokens.Rotations.Calls;

/// <summary>What to do about a call.</summary>
public enum CallVerdict
{
    /// <summary>Send it.</summary>
    Send,

    /// <summary>Send it once more: the token in force shows that this can do no harm.</summary>
    Repeat,

    /// <summary>Read the token in force again for a while, then hold.</summary>
    Wait,

    /// <summary>It took effect, by our attempt.</summary>
    Done,

    /// <summary>What it was to bring about is so, by somebody else's doing.</summary>
    DoneBySomebodyElse,

    /// <summary>Start: the token in force is taken over when the attempt is young enough; else the approvers are asked.</summary>
    Adopt,

    /// <summary>Cancel: somebody else finished, so hosts on the old token are offline until they go forward.</summary>
    GoForward,

    /// <summary>A person must look; nothing more is sent.</summary>
    Hold,
}
