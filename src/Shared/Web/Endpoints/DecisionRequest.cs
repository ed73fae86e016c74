namespace TenantTokens.Web.Endpoints;

/// <summary>The body of <c>POST /api/rotations/{id}/decisions</c>.</summary>
/// <param name="Gate">The gate's id.</param>
/// <param name="Choice">The choice: one of the gate's.</param>
/// <param name="PlanHash">The hash of the plan that the person was shown.</param>
/// <param name="Comment">The reason; optional.</param>
/// <param name="Responder">Who answered. Required from a flow; a person may only name themselves.</param>
internal sealed record DecisionRequest(
    string? Gate = null,
    string? Choice = null,
    string? PlanHash = null,
    string? Comment = null,
    DecisionRequest.Person? Responder = null)
{
    /// <summary>The person who answered.</summary>
    /// <param name="Name">The name under which they vote: their user principal name.</param>
    /// <param name="Id">Their object id; optional.</param>
    internal sealed record Person(string? Name = null, string? Id = null);
}
