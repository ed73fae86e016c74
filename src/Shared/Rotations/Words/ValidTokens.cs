namespace TenantTokens.Rotations.Words;

/// <summary>Which tokens Dynatrace accepts, as far as the ledger knows.</summary>
public enum ValidTokens
{
    /// <summary>The old one: the rotation has not started, or was cancelled.</summary>
    Old,

    /// <summary>The old one. Start was sent and not answered, so a new one may be valid beside it.</summary>
    OldPerhapsNew,

    /// <summary>Both.</summary>
    Both,

    /// <summary>The new one. Finish was sent and not answered, so the old one may be invalid.</summary>
    NewPerhapsOld,

    /// <summary>The old one. Cancel was sent and not answered, so the new one may be invalid.</summary>
    OldPerhapsNoMoreNew,

    /// <summary>The new one.</summary>
    New,

    /// <summary>A rotation is open at Dynatrace, and it may not be this one.</summary>
    OfAnotherRotation,

    /// <summary>Not known: Dynatrace does not show what this rotation expects, or the rotation is no longer watched.</summary>
    NotKnown,
}
