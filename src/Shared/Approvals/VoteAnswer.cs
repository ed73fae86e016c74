namespace TenantTokens.Approvals;

/// <summary>The immediate answer to a vote.</summary>
/// <param name="Accepted">Whether the vote counts.</param>
/// <param name="Outcome">The result of the votes, including this one.</param>
/// <param name="Message">One sentence: what happens now, or why the vote was refused and what is allowed.</param>
/// <param name="Refusal">Why the vote was refused; null when it counts.</param>
public sealed record VoteAnswer(bool Accepted, GateOutcome Outcome, string Message, VoteRefusal? Refusal = null);
