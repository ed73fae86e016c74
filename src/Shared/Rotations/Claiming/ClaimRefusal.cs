namespace TenantTokens.Rotations.Claiming;

/// <summary>Why this copy may send nothing.</summary>
/// <param name="Code">One of <see cref="ParkCodes"/>.</param>
/// <param name="Message">The reason for people: who holds the claim, and what to do.</param>
public sealed record ClaimRefusal(string Code, string Message);
