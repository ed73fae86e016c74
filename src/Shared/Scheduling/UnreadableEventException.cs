namespace TenantTokens.Scheduling;

/// <summary>A message is no event, or a near-expiry event that lacks what we need. Somebody has to look at it.</summary>
/// <param name="problem">Why it could not be read.</param>
public sealed class UnreadableEventException(string problem) : Exception($"The message cannot be read as an event. {problem}");
