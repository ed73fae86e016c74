using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Tests.Builders;

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

        VoteAnswer answer = await Gates.VoteAsync(rotation.RotationId, gate.GateId, Some.Vote("alice", GateChoice.Skip) with { Comment = comment }, Stop);

        Assert.Equal(isTaken, answer.Accepted);
    }

    [Fact]
    public async Task The_audit_trail_names_those_who_may_decide_and_not_who_asked()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        await Gates.OpenAsync(rotation.RotationId, Some.Gate() with { Approvers = ["alice", "Rachel", "group:g-security"] }, [], Stop);

        Assert.Contains(await Audit.ListAsync(rotation.RotationId, Stop).ToListAsync(Stop), static entry => entry.Detail.EndsWith("1 of alice, group:g-security must decide.", StringComparison.Ordinal));
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

        Assert.Equal(GateOutcome.Held, await Gates.CloseAsync(rotation.RotationId, gate, GateOutcome.Approved, Stop));
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
}
