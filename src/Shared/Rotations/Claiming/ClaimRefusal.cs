namespace TenantTokens.Rotations.Claiming;

/// <summary>Why nothing may be sent.</summary>
/// <param name="Code">One of <see cref="ParkCodes"/>.</param>
/// <param name="Message">For people: who holds the claim, and what to do.</param>
public sealed record ClaimRefusal(string Code, string Message);
