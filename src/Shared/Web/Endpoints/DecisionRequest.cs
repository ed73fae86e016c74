namespace TenantTokens.Web.Endpoints;

/// <summary>The body of <c>POST /api/rotations/{id}/decisions</c>.</summary>
/// <param name="Gate">Which gate.</param>
/// <param name="Choice">What was chosen.</param>
/// <param name="PlanHash">The plan that the person was shown.</param>
/// <param name="Comment">Why; may be left out.</param>
/// <param name="Responder">Who answered; a flow must say it, and a person may only name themselves.</param>
internal sealed record DecisionRequest(
    string? Gate = null,
    string? Choice = null,
    string? PlanHash = null,
    string? Comment = null,
    DecisionRequest.Person? Responder = null)
{
    /// <summary>The person who answered.</summary>
    /// <param name="Name">The name under which they vote: their user principal name.</param>
    /// <param name="Id">Their object id; may be left out.</param>
    internal sealed record Person(string? Name = null, string? Id = null);
}
