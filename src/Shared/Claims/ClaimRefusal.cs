using TenantTokens.Rotations;

namespace TenantTokens.Claims;

/// <summary>Why nothing may be sent.</summary>
/// <param name="Code">One of <see cref="HoldCodes"/>.</param>
/// <param name="Message">For people: who holds the claim, and what to do.</param>
public sealed record ClaimRefusal(string Code, string Message);
