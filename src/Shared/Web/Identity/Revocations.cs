namespace TenantTokens.Web.Identity;

/// <summary>
/// From when on what a person got before counts no more. One row for all people, so that a request reads one row. Changes by addition only.
/// </summary>
/// <param name="Before">The time for each name or id.</param>
internal sealed record Revocations(IReadOnlyDictionary<string, DateTimeOffset> Before);
