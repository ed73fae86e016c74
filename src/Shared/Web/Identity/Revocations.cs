namespace TenantTokens.Web.Identity;

/// <summary>
/// The times before which everything that a person was given is invalid. There is one row for all people, so that a request reads only one.
/// Changes by addition only.
/// </summary>
/// <param name="Before">The time for each name or id.</param>
internal sealed record Revocations(IReadOnlyDictionary<string, DateTimeOffset> Before);
