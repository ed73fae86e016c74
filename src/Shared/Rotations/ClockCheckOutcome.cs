using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations;

/// <summary>What came of looking at a host's clock again.</summary>
/// <param name="Target">The target with its new skew.</param>
/// <param name="Instead">What to answer in place of sending the command; null when it may be sent.</param>
public sealed record ClockCheckOutcome(TargetRecord Target, SendOutcome? Instead = null);
