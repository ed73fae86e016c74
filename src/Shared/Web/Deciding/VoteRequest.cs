namespace TenantTokens.Web.Deciding;

/// <summary>What somebody wants to say at a gate, as it was sent.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="GateId">The gate.</param>
/// <param name="Choice">The name of a choice.</param>
/// <param name="PlanHash">The plan that they saw.</param>
/// <param name="Comment">Why; may be null.</param>
internal sealed record VoteRequest(string RotationId, string GateId, string? Choice, string? PlanHash, string? Comment);
