using TenantTokens.Approvals;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Ledger;

public sealed class GateLedgerTests : LedgerTest
{
    [Fact]
    public async Task Votes_cast_at_the_same_time_all_count()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        string[] approvers = [.. Enumerable.Range(0, 20).Select(static number => $"approver-{number}")];
        GateRecord gate = Some.Gate(quorum: 20) with { Approvers = approvers };
        await Gates.OpenAsync(rotation.RotationId, gate, [], Stop);

        VoteAnswer[] answers = await Task.WhenAll(approvers.Select(by => Task.Run(() => VoteAsync(rotation, gate.GateId, by))));

        Assert.All(answers, static answer => Assert.True(answer.Accepted, answer.Message));
        Assert.Equal(GateOutcome.Approved, await SettleAsync(rotation, gate.GateId));
        Assert.Equal(20, (await Gates.FindAsync(rotation.RotationId, gate.GateId, Stop))!.Votes);
    }

    [Fact]
    public async Task Fifty_votes_of_one_approver_are_one_line_with_a_count()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        string gate = (await OpenGateAsync(rotation))!;
        for (int number = 0; number < 50; number++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Assert.True((await Voting.VoteAsync(
                rotation.RotationId,
                gate,
                Some.Vote(number % 2 is 0 ? "alice" : " ALICE", second: number) with { Via = "link", Address = "192.0.2.1" },
                Stop)).Accepted);
        }

        AuditEvent line = Assert.Single(await VotesInTrailAsync(rotation));
        Assert.Equal((50, Time.GetUtcNow(), Some.Now.AddSeconds(1), "192.0.2.1"), (line.Times, line.LastAt, line.At, line.Address));
        Vote vote = await Gates.ListVotesAsync(rotation.RotationId, gate, Stop).SingleAsync(Stop);
        Assert.Equal((50, "alice"), (vote.Count, vote.By.ToLowerInvariant().Trim()));
        Assert.Equal(1, (await Gates.FindAsync(rotation.RotationId, gate, Stop))!.Votes); // nobody is woken by what says nothing new
    }

    [Fact]
    public async Task Who_changes_their_mind_leaves_a_line_for_each_change_up_to_a_bound_and_the_last_line_says_what_stands()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        string gate = (await OpenGateAsync(rotation))!;
        for (int number = 0; number < 50; number++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await VoteAsync(rotation, gate, "alice", number % 2 is 0 ? GateChoice.Hold : GateChoice.RollBack);
        }

        await VoteAsync(rotation, gate, "bob");

        List<AuditEvent> lines = await VotesInTrailAsync(rotation);
        Assert.Equal(GateVoting.MaxLinesOfOne, lines.Count(static line => line.By == "alice"));
        Assert.Equal(50, lines.Where(static line => line.By == "alice").Sum(static line => line.Times));
        Assert.StartsWith("RollBack at gate finish-1", lines.Last(static line => line.By == "alice").Detail, StringComparison.Ordinal);
        Assert.Single(lines, static line => line.By == "bob"); // the bound is one person's
        Assert.Equal(51, (await Gates.FindAsync(rotation.RotationId, gate, Stop))!.Votes);
    }

    [Fact]
    public async Task Another_comment_is_another_vote()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        string gate = (await OpenGateAsync(rotation))!;
        await Voting.VoteAsync(rotation.RotationId, gate, Some.Vote("alice") with { Comment = "one" }, Stop);
        await Voting.VoteAsync(rotation.RotationId, gate, Some.Vote("alice") with { Comment = "two" }, Stop);

        Assert.Equal(2, (await VotesInTrailAsync(rotation)).Count);
    }

    [Theory]
    [InlineData("al\u202eice")]
    [InlineData("al\u001bice")]
    public async Task A_name_that_cannot_be_seen_whole_decides_nothing(string name)
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        GateRecord gate = Some.Gate() with { Approvers = [name, "alice"] };
        await Gates.OpenAsync(rotation.RotationId, gate, [], Stop);

        Assert.False((await VoteAsync(rotation, gate.GateId, name)).Accepted);
        Assert.Empty(await VotesInTrailAsync(rotation));
    }

    [Theory]
    [InlineData("rachel", "asked for the rotation")]
    [InlineData("Rachel", "asked for the rotation, spelled otherwise")]
    [InlineData("mallory", "is no approver")]
    public async Task A_vote_is_refused_and_not_written_of_one_who(string who, string what)
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        string gate = (await OpenGateAsync(rotation))!;

        VoteAnswer answer = await VoteAsync(rotation, gate, who);

        Assert.False(answer.Accepted, what);
        Assert.Equal(0, await Gates.ListVotesAsync(rotation.RotationId, gate, Stop).CountAsync(Stop));
        Assert.Equal(GateOutcome.Undecided, await SettleAsync(rotation, gate));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("  \t", false)]
    [InlineData("is being replaced", true)]
    public async Task Skip_needs_a_reason_and_blanks_are_none(string? comment, bool isTaken)
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.RotatingOneAgents);
        GateRecord gate = Some.Gate(kind: GateKind.Continue) with { Choices = [GateChoice.Skip, GateChoice.Hold] };
        await Gates.OpenAsync(rotation.RotationId, gate, [], Stop);

        VoteAnswer answer = await Voting.VoteAsync(
            rotation.RotationId,
            gate.GateId,
            Some.Vote("alice", GateChoice.Skip) with { Comment = comment },
            Stop);

        Assert.Equal(isTaken, answer.Accepted);
    }

    [Fact]
    public async Task The_audit_trail_names_those_who_may_decide_and_not_who_asked()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        await Gates.OpenAsync(rotation.RotationId, Some.Gate() with { Approvers = ["alice", "Rachel", "group:g-security"] }, [], Stop);

        Assert.Contains(
            await Audit.ListAsync(rotation.RotationId, Stop).ToListAsync(Stop),
            static entry => entry.Detail.EndsWith("1 of alice, group:g-security must decide.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_vote_at_a_closed_gate_is_refused_and_not_written()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        string gate = (await OpenGateAsync(rotation))!;
        await VoteAsync(rotation, gate, "alice");
        await SettleAsync(rotation, gate);

        VoteAnswer late = await VoteAsync(rotation, gate, "bob", GateChoice.Hold);

        Assert.Equal((false, GateOutcome.Approved), (late.Accepted, late.Outcome));
        Assert.Equal("alice", (await Gates.ListVotesAsync(rotation.RotationId, gate, Stop).SingleAsync(Stop)).By);
        Assert.Equal(1, await AuditedAsync(rotation, "vote"));
    }

    [Fact]
    public async Task A_gate_that_was_held_in_between_is_not_closed_as_approved()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        string gate = (await OpenGateAsync(rotation))!;
        await VoteAsync(rotation, gate, "alice");
        await VoteAsync(rotation, gate, "bob", GateChoice.Hold);

        Assert.Equal(GateOutcome.Held, await SettleAsync(rotation, gate));
        Assert.NotNull(await Gates.FindOpenAsync(rotation.RotationId, Stop));
    }

    [Fact]
    public async Task Settling_twice_is_settling_once()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        string gate = (await OpenGateAsync(rotation))!;
        await VoteAsync(rotation, gate, "alice");

        Assert.Equal(GateOutcome.Approved, await SettleAsync(rotation, gate));
        Assert.Equal(GateOutcome.Approved, await SettleAsync(rotation, gate));

        Assert.Equal(gate, (await Rotations.GetAsync(rotation.RotationId, Stop)).FinishGateId);
        Assert.Equal(1, await AuditedAsync(rotation, "gate-closed"));
    }

    private async Task<List<AuditEvent>> VotesInTrailAsync(RotationRecord rotation)
        => await Audit.ListAsync(rotation.RotationId, Stop).Where(static entry => entry.Code is "vote").ToListAsync(Stop);
}
