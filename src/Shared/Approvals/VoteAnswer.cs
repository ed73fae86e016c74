namespace TenantTokens.Approvals;

/// <summary>What a voter is told at once.</summary>
/// <param name="Accepted">Whether the vote counts.</param>
/// <param name="Outcome">What the votes amount to, this one included.</param>
/// <param name="Message">One sentence: what happens now, or why the vote was refused and what is allowed.</param>
/// <param name="Refusal">Why the vote was refused; null when it counts.</param>
public sealed record VoteAnswer(bool Accepted, GateOutcome Outcome, string Message, VoteRefusal? Refusal = null);
