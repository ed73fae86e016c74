namespace TenantTokens.Web.Endpoints;

/// <summary>The body of <c>POST /api/rotations/{id}/commands</c>.</summary>
/// <param name="Command">Which command.</param>
/// <param name="Reason">Why.</param>
/// <param name="Target">Retry, skip: which target. Take-over: the name of the copy that holds the claim.</param>
internal sealed record CommandRequest(string? Command = null, string? Reason = null, string? Target = null);
