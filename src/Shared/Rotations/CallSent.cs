namespace TenantTokens.Rotations;

/// <summary>What this rotation has sent of a call.</summary>
public enum CallSent
{
    /// <summary>Nothing that can have taken effect.</summary>
    Nothing,

    /// <summary>One attempt; whatever went before was refused by Dynatrace itself.</summary>
    First,

    /// <summary>An attempt after one whose answer is not known: that one may have taken effect.</summary>
    AfterUnknown,
}
