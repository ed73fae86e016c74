namespace TenantTokens.Web.Endpoints;

/// <summary>The body of <c>POST /api/rotations/{id}/commands</c>.</summary>
/// <param name="Command">The name of the command.</param>
/// <param name="Reason">Why the command is given.</param>
/// <param name="Target">For retry and skip: the target. For take-over: the name of the copy that holds the claim.</param>
internal sealed record CommandRequest(string? Command = null, string? Reason = null, string? Target = null);
