namespace TenantTokens.Web.Endpoints;

/// <summary>The body of <c>POST /api/environments/{environment}/retirements</c>.</summary>
/// <param name="Agent">The agent's id at Dynatrace, its name as plans show it, or its host's name.</param>
/// <param name="Reason">Why the agent is retired.</param>
internal sealed record RetireRequest(string? Agent = null, string? Reason = null);
