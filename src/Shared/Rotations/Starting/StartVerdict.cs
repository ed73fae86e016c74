namespace TenantTokens.Rotations.Starting;

/// <summary>What to do after checking a start.</summary>
public enum StartVerdict
{
    /// <summary>Start took effect, by our call or by takeover, and the new token is in the vault.</summary>
    Started,

    /// <summary>The outcome is not known yet: check again.</summary>
    LookAgain,

    /// <summary>Ask the approvers whether another party's rotation may be taken over.</summary>
    AskToAdopt,

    /// <summary>Park: a person has to look.</summary>
    Hold,
}
