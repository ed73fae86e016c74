namespace TenantTokens.Rotations;

/// <summary>What this rotation has sent for a call.</summary>
public enum CallSent
{
    /// <summary>Nothing that can have taken effect.</summary>
    Nothing,

    /// <summary>One attempt. Dynatrace itself refused all earlier ones.</summary>
    First,

    /// <summary>An attempt after one without a known answer; that one may have taken effect.</summary>
    AfterUnknown,
}
