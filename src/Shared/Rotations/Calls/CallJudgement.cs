namespace TenantTokens.Rotations.Calls;

/// <summary>What to do about a call, and why.</summary>
/// <param name="Verdict">What to do.</param>
/// <param name="HoldCode">Hold, and Wait and Repeat once the time is over: why the rotation is parked, one of <see cref="HoldCodes"/>. Null otherwise.</param>
public sealed record CallJudgement(CallVerdict Verdict, string? HoldCode = null);
