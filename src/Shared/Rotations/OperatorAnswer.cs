namespace TenantTokens.Rotations;

/// <summary>What somebody who gives a command is told at once.</summary>
/// <param name="Accepted">Whether it will be done.</param>
/// <param name="Message">One sentence: what happens now, or why it was refused and what is allowed.</param>
public sealed record OperatorAnswer(bool Accepted, string Message);
