namespace TenantTokens.Web.Deciding;

/// <summary>A vote as it was sent.</summary>
/// <param name="RotationId">The rotation's id.</param>
/// <param name="GateId">The gate's id.</param>
/// <param name="Choice">The name of a choice.</param>
/// <param name="PlanHash">The hash of the plan that they saw.</param>
/// <param name="Comment">The reason; null when none was given.</param>
internal sealed record VoteRequest(string RotationId, string GateId, string? Choice, string? PlanHash, string? Comment);
