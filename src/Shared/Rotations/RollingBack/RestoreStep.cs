namespace TenantTokens.Rotations.RollingBack;

/// <summary>What a restore does next.</summary>
public enum RestoreStep
{
    /// <summary>Everything was sent.</summary>
    Done,

    /// <summary>A wave runs.</summary>
    Wave,

    /// <summary>Nothing (more) gets the old token back: everything goes forward.</summary>
    GoForward,

    /// <summary>A person is asked.</summary>
    Hold,
}
