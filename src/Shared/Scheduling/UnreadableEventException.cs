namespace TenantTokens.Scheduling;

/// <summary>A message is not an event, or it is a near-expiry event that lacks a required value. A person has to look at it.</summary>
/// <param name="problem">Why it could not be read.</param>
public sealed class UnreadableEventException(string problem) : Exception($"The message cannot be read as an event. {problem}");
