using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Deciding;

/// <summary>Casts votes that arrive over the web, from pages and from flows.</summary>
internal sealed class VoteCaster(RotationLedger rotations, GateLedger gates, GateVoting voting, TimeProvider time)
{
    /// <summary>Casts a vote. Returns the answer, or why the request is refused.</summary>
    /// <param name="voter">The person who votes.</param>
    /// <param name="wish">The vote as it was sent.</param>
    /// <param name="onceKey">A key that may be used once; null when the vote may be cast again.</param>
    /// <param name="cancellationToken">Cancels before the write.</param>
    public async Task<(VoteAnswer? Answer, Refusal? Refusal)> CastAsync(
        Caller voter, VoteRequest wish, string? onceKey, CancellationToken cancellationToken)
    {
        if (WhyNoVote(voter, wish) is { } refusal)
        {
            return (null, refusal);
        }

        if (await rotations.FindAsync(wish.RotationId, cancellationToken) is null)
        {
            return (null, Refusals.NoRotation);
        }

        if (await gates.FindAsync(wish.RotationId, wish.GateId, cancellationToken) is not { } gate)
        {
            return (null, Refusals.NoGate);
        }

        string[] names = [.. gate.Choices.Select(static choice => choice.ToString())];
        if (!names.Contains(wish.Choice, StringComparer.OrdinalIgnoreCase)
            || !Enum.TryParse(wish.Choice, ignoreCase: true, out GateChoice choice))
        {
            string known = $"That is not a choice of gate {gate.GateId}. Its choices are: {string.Join(", ", names)}.";
            return (null, Refusals.Bad("choice", known) with { Allowed = names });
        }

        Vote vote = VoteOf(voter, wish, gate, choice);
        VoteAnswer answer = await voting.VoteAsync(wish.RotationId, wish.GateId, vote, onceKey, cancellationToken);
        return answer.Accepted ? (answer, null) : (null, Refused(answer));
    }

    /// <summary>The vote, with those of the voter's groups that the gate names as approvers.</summary>
    private Vote VoteOf(Caller voter, VoteRequest wish, GateRecord gate, GateChoice choice)
        => new(voter.Name, choice, wish.Comment, wish.PlanHash!, voter.Via, time.GetUtcNow())
        {
            Subject = voter.Subject,
            Groups =
            [
                .. voter.Groups.Where(group => gate.Approvers.Contains(Voter.GroupPrefix + group, StringComparer.OrdinalIgnoreCase)),
            ],
            Address = voter.Address,
        };

    private static Refusal Refused(VoteAnswer answer) => answer.Refusal is VoteRefusal.NotAnApprover
        ? new(403, "not-an-approver", "This vote was refused", answer.Message)
        : new(409, "vote-refused", "This vote was refused", answer.Message);

    /// <summary>Returns why this cannot be a vote at any gate; null when it can.</summary>
    private static Refusal? WhyNoVote(Caller voter, VoteRequest wish)
    {
        if (!voter.IsPerson)
        {
            return Refusals.NotAllowed(
                $"{voter.Name} is a role, not a person. Approvers decide with their own link or sign-in, or with 'tenant-token approve'"
                    + " on the machine.");
        }

        if (!voter.May(WebRoles.Approver))
        {
            return Refusals.NoRole(voter.Name, WebRoles.Approver);
        }

        if (wish.Comment is { Length: > Ballot.MaxComment })
        {
            return Refusals.Bad(
                "comment",
                $"A comment may have at most {Ballot.MaxComment} characters; this one has {wish.Comment.Length}.");
        }

        return wish.PlanHash is null
            ? Refusals.Bad("plan-hash", "planHash is missing. It is the hash of the plan that the person saw.")
            : null;
    }
}
