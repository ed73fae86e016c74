namespace TenantTokens.Rotations.Starting;

/// <summary>What to do after looking at a start.</summary>
public enum StartVerdict
{
    /// <summary>It took effect and is ours or adopted; the new token is in the vault.</summary>
    Started,

    /// <summary>Not known yet: look again.</summary>
    LookAgain,

    /// <summary>The approvers must say whether somebody else's rotation may be taken over.</summary>
    AskToAdopt,

    /// <summary>A human must look.</summary>
    Hold,
}
