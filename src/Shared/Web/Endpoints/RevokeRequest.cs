namespace TenantTokens.Web.Endpoints;

/// <summary>The body of <c>POST /api/sessions/revocations</c>.</summary>
/// <param name="Person">Whose: a name, an object id, or the name of a role.</param>
/// <param name="Reason">Why; may be left out.</param>
internal sealed record RevokeRequest(string? Person = null, string? Reason = null);
