namespace TenantTokens.Web.Endpoints;

/// <summary>The body of <c>POST /api/sessions/revocations</c>.</summary>
/// <param name="Person">The person's name or object id, or the name of a role.</param>
/// <param name="Reason">The reason; optional.</param>
internal sealed record RevokeRequest(string? Person = null, string? Reason = null);
