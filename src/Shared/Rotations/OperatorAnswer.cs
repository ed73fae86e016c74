namespace TenantTokens.Rotations;

/// <summary>The immediate answer to an operator's command.</summary>
/// <param name="Accepted">Whether the command was accepted.</param>
/// <param name="Message">One sentence: what happens now, or why it was refused and what is allowed.</param>
public sealed record OperatorAnswer(bool Accepted, string Message);
