namespace TenantTokens.Rotations.RollingBack;

/// <summary>The next step of a restore.</summary>
public enum RestoreStep
{
    /// <summary>Everything was sent.</summary>
    Done,

    /// <summary>Run a wave.</summary>
    Wave,

    /// <summary>Give no (more) host the old token, and go forward with all.</summary>
    GoForward,

    /// <summary>Park and ask a person.</summary>
    Hold,
}
