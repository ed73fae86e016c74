namespace TenantTokens.Approvals;

/// <summary>What one person said; a later vote of the same person replaces it until the gate closes.</summary>
/// <param name="By">The person.</param>
/// <param name="Choice">What they chose.</param>
/// <param name="Comment">Why; may be null.</param>
/// <param name="PlanHash">The plan that they saw.</param>
/// <param name="Via">How they were known, for example cli or simulated.</param>
/// <param name="At">When.</param>
public sealed record Vote(string By, GateChoice Choice, string? Comment, string PlanHash, string Via, DateTimeOffset At);
