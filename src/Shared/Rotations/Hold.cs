namespace TenantTokens.Rotations;

/// <summary>Why a rotation waits for a human.</summary>
/// <param name="Code">A kebab-case code, for example plan-blocked or foreign-rotation.</param>
/// <param name="Message">One sentence for a person, saying what to do.</param>
/// <param name="Since">When it was parked.</param>
/// <param name="CommandsBefore">How many commands had been given by then: a resume among them was meant for an earlier hold.</param>
public sealed record Hold(string Code, string Message, DateTimeOffset Since, int CommandsBefore = 0);
