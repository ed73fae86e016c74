namespace TenantTokens.Schedules;

/// <summary>What came of a near-expiry event.</summary>
/// <param name="Verdict">What it means to us.</param>
/// <param name="Message">The same in one sentence.</param>
/// <param name="Asked">What the schedule said; null unless the event counted.</param>
public sealed record NearExpiryAnswer(NearExpiryVerdict Verdict, string Message, ScheduleAnswer? Asked = null);
