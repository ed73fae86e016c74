namespace TenantTokens.Web.Identity;

/// <summary>The session of a browser. Deleting the row ends it. Changes by addition only.</summary>
/// <param name="Role">The role that it signed in for.</param>
/// <param name="KeyId">The id of the key that had this role at sign-in, whether the browser sent the key or a code.</param>
/// <param name="Holder">The operating system's user who owns the key file.</param>
/// <param name="StartedAt">When it began (UTC).</param>
/// <param name="Until">When it ends at the latest (UTC).</param>
public sealed record Session(WebRoles Role, string KeyId, string Holder, DateTimeOffset StartedAt, DateTimeOffset Until);
