namespace TenantTokens.Rotations.Activities;

/// <summary>What came of a start.</summary>
/// <param name="Verdict">What to do next.</param>
/// <param name="Code">Hold: why, for machines.</param>
/// <param name="Message">Hold: why, for people.</param>
public sealed record StartOutcome(StartVerdict Verdict, string? Code = null, string? Message = null);
