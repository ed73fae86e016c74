namespace TenantTokens.Web.Identity;

/// <summary>What somebody may do. To decide a gate one must also be among its approvers.</summary>
[Flags]
public enum WebRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>See rotations.</summary>
    Reader = 1,

    /// <summary>Start planned rotations and give commands.</summary>
    Operator = 2,

    /// <summary>Decide gates.</summary>
    Approver = 4,

    /// <summary>Start emergencies and escalate.</summary>
    Emergency = 8,
}
