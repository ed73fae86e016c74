namespace TenantTokens.Web.Identity;

/// <summary>A browser that signed in. It ends with this row. Changes by addition only.</summary>
/// <param name="Role">The role that it signed in for.</param>
/// <param name="KeyId">The id of the key that had this role then: of the key that was shown, or for a code of its role's.</param>
/// <param name="Holder">The user of the operating system who owns the key file.</param>
/// <param name="StartedAt">When it signed in.</param>
/// <param name="Until">When it ends at the latest.</param>
public sealed record Session(WebRoles Role, string KeyId, string Holder, DateTimeOffset StartedAt, DateTimeOffset Until);
