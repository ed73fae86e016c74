namespace TenantTokens.Web.Identity;

/// <summary>What a caller may do. To decide a gate, a person must also be one of its approvers.</summary>
[Flags]
public enum WebRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>See rotations and gates.</summary>
    Reader = 1,

    /// <summary>Start planned rotations and give commands.</summary>
    Operator = 2,

    /// <summary>Decide gates.</summary>
    Approver = 4,

    /// <summary>Start emergencies and escalate.</summary>
    Emergency = 8,
}
