using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Proving;
using TenantTokens.RunCommand;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Proving;

public sealed class ProofRulesTests
{
    private static readonly TimeSpan _maxAge = TimeSpan.FromDays(1);
    private static readonly RotationRecord _rotation = Some.Rotation(RotationPhase.AwaitingFinish) with
    {
        OldToken = new("v1", "old"),
        NewToken = new("v2", "new"),
    };

    private static readonly TargetRecord _proved = Some.Touched("web-01", TargetState.Rotated) with
    {
        ProvedAt = Some.Now,
        Probe = new(Some.Now.AddHours(-1), 0, "old", "1.299.43.20260815-123456", null),
    };

    private static readonly AgentSighting _seen = new(
        "HOST-web-01",
        "1.299.43.20260815-123456",
        IsOnline: true,
        FirstSeen: Some.Now.AddDays(-90),
        Some.Now.AddMinutes(5));

    public static TheoryData<string, TargetRecord, AgentSighting?, TimeSpan, string?> Proofs => new()
    {
        { "a young one holds", _proved, _seen, TimeSpan.FromHours(23), null },
        { "one as old as it may be does not", _proved, _seen, TimeSpan.FromHours(24), "proof-too-old" },
        {
            "a host that was on the new token before counts from its probe",
            _proved with { ProvedAt = null },
            _seen,
            TimeSpan.FromHours(22),
            null
        },
        { "and is too old from then", _proved with { ProvedAt = null }, _seen, TimeSpan.FromHours(23), "proof-too-old" },
        { "none is none", _proved with { ProvedAt = null, Probe = null }, _seen, TimeSpan.Zero, "never-proved" },
        {
            "a version that the probe did not see",
            _proved,
            _seen with { Version = "1.301.0.20260901-1" },
            TimeSpan.FromHours(1),
            "agent-updated"
        },
        {
            "a version that a look saw changed",
            _proved with { Seen = _seen },
            _seen with { Version = "1.301.0.20260901-1" },
            TimeSpan.FromHours(1),
            "agent-updated"
        },
        { "the same version written another way", _proved, _seen with { Version = "1.299.43" }, TimeSpan.FromHours(1), null },
        { "no version is no other version", _proved, _seen with { Version = null }, TimeSpan.FromHours(1), null },
        {
            "an entity first seen after the proof",
            _proved,
            _seen with { FirstSeen = Some.Now.AddMinutes(1) },
            TimeSpan.FromHours(1),
            "agent-recreated"
        },
        {
            "another entity than the look saw",
            _proved with { Seen = _seen with { AgentId = "HOST-before" } },
            _seen,
            TimeSpan.FromHours(1),
            "agent-recreated"
        },
        { "an agent that is gone", _proved with { Seen = _seen }, null, TimeSpan.FromHours(1), "agent-gone" },
        { "an agent that was never seen is not gone", _proved, null, TimeSpan.FromHours(1), null },
        {
            "an agent that was offline and is back",
            _proved with { Seen = _seen with { IsOnline = false } },
            _seen,
            TimeSpan.FromHours(1),
            "agent-restarted"
        },
        {
            "an agent that was offline before the proof",
            _proved with { Seen = _seen with { IsOnline = false, At = Some.Now.AddMinutes(-1) } },
            _seen,
            TimeSpan.FromHours(1),
            null
        },
        {
            "an agent that is offline still",
            _proved with { Seen = _seen with { IsOnline = false } },
            _seen with { IsOnline = false },
            TimeSpan.FromHours(1),
            null
        },
    };

    [Theory]
    [MemberData(nameof(Proofs))]
    public void A_proof_holds_until_something_says_otherwise(
        string row,
        TargetRecord target,
        AgentSighting? sighting,
        TimeSpan age,
        string? reason)
    {
        string? found = ProofRules.WhyStale(target, sighting, Some.Now + age, _maxAge);
        Assert.True(reason == found, $"{row}: {found}");
        Assert.True(reason == ProofRules.Look(target, sighting, Some.Now + age, _maxAge).NeedsProof, row);
    }

    [Fact]
    public void With_no_age_allowed_every_proof_is_renewed()
        => Assert.Equal("proof-too-old", ProofRules.WhyStale(_proved, _seen, Some.Now, TimeSpan.Zero));

    [Theory]
    [InlineData(TargetState.Pending)]
    [InlineData(TargetState.Failed)]
    [InlineData(TargetState.Restored)]
    [InlineData(TargetState.Inconclusive)]
    public void What_is_not_on_the_new_token_needs_no_proof(TargetState state)
    {
        TargetRecord target = _proved with { State = state };
        Assert.Same(target, ProofRules.Look(target, _seen, Some.Now.AddDays(9), _maxAge));
    }

    [Fact]
    public void What_no_command_can_reach_is_not_asked_to_prove()
    {
        TargetRecord target = _proved with { Machine = null };
        Assert.Same(target, ProofRules.Look(target, _seen, Some.Now.AddDays(9), _maxAge));
    }

    [Fact]
    public void The_first_sight_after_a_proof_stays_until_the_agent_is_offline()
    {
        TargetRecord first = ProofRules.Look(_proved, _seen, Some.Now.AddHours(1), _maxAge);
        Assert.Equal(_seen, first.Seen);
        Assert.Same(first, ProofRules.Look(first, _seen with { At = Some.Now.AddHours(2) }, Some.Now.AddHours(2), _maxAge));
        TargetRecord offline = ProofRules.Look(first, _seen with { IsOnline = false }, Some.Now.AddHours(2), _maxAge);
        Assert.Equal(_seen with { IsOnline = false }, offline.Seen);
        Assert.Equal("agent-restarted", ProofRules.Look(offline, _seen, Some.Now.AddHours(3), _maxAge).NeedsProof);
    }

    [Theory]
    [InlineData(TargetState.Rotated)]
    [InlineData(TargetState.AlreadyCurrent)]
    public void A_host_that_proves_it_again_is_still_on_the_new_token(TargetState state)
    {
        TargetRecord now = Reprobe(
            _proved with { State = state, NeedsProof = "proof-too-old", Stale = new(3, ["java"]) },
            Report("new") with { Stale = new(1, ["nginx"]) });
        Assert.Equal((state, Some.Now.AddDays(2), (string?)null, 1), (now.State, now.ProvedAt, now.NeedsProof, now.Stale!.Count));
        Assert.Null(ProofRules.WhyStale(now, _seen, Some.Now.AddDays(2), _maxAge));
    }

    [Fact]
    public void A_host_that_has_the_old_token_again_is_pending_again()
    {
        TargetRecord now = Reprobe(_proved with { NeedsProof = "agent-recreated", Online = true }, Report("old"));
        Assert.Equal(
            (TargetState.Pending, "old-token-came-back", null, null, null),
            (now.State, now.Code, now.ProvedAt, now.NeedsProof, now.Online));
        Assert.True(now.IsTouched);
    }

    [Theory]
    [InlineData("third", "unexpected-token")]
    [InlineData(null, "not-reproved")]
    public void A_host_whose_token_is_neither_is_inconclusive(string? fingerprint, string code)
    {
        TargetRecord now = Reprobe(_proved with { NeedsProof = "proof-too-old" }, Report(fingerprint));
        Assert.Equal((TargetState.Inconclusive, code, "proof-too-old"), (now.State, now.Code, now.NeedsProof));
        Assert.False(now.IsOnNewToken);
    }

    [Fact]
    public void A_host_with_the_new_token_and_no_connection_is_inconclusive()
        => Assert.Equal(
            (TargetState.Inconclusive, "not-connected"),
            (
                Reprobe(_proved, Report("new") with { Connected = false }).State,
                Reprobe(_proved, Report("new") with { Connected = false }).Code));

    public static TheoryData<RunCommandResult> NoProofs =>
    [
        new RunCommandResult.MachineNotRunning(),
        new RunCommandResult.DeadlinePassed(),
        new RunCommandResult.Completed(10, Report("new") with { Outcome = "notInstalled" }, ""),
        new RunCommandResult.Completed(0, null, ""),
    ];

    [Theory]
    [MemberData(nameof(NoProofs))]
    public void A_probe_that_proved_nothing_passes_nothing_and_a_later_one_may(RunCommandResult result)
    {
        TargetVerdict verdict = TargetVerdict.From(result, TargetAction.Probe, wanted: null);
        TargetRecord doubtful = ProofRules.AfterReprobe(
            _proved with { NeedsProof = "proof-too-old" },
            (result as RunCommandResult.Completed)?.Report,
            verdict,
            _rotation,
            Some.Now.AddDays(2));
        Assert.Equal(
            (TargetState.Inconclusive, "not-reproved", "proof-too-old", Some.Now),
            (doubtful.State, doubtful.Code, doubtful.NeedsProof, doubtful.ProvedAt));
        Assert.Contains(verdict.Message, doubtful.Message, StringComparison.Ordinal);

        TargetRecord proved = Reprobe(doubtful, Report("new"));
        Assert.Equal((TargetState.Rotated, (string?)null), (proved.State, proved.NeedsProof));
    }

    private static TargetRecord Reprobe(TargetRecord target, HostReport report)
        => ProofRules.AfterReprobe(
            target,
            report,
            TargetVerdict.From(new RunCommandResult.Completed(0, report, ""), TargetAction.Probe, wanted: null),
            _rotation,
            Some.Now.AddDays(2));

    private static HostReport Report(string? fingerprint)
        => new(1, "probe", "oneagent", "probed", "ok", "Read.", fingerprint, Some.Now.ToUnixTimeSeconds());
}
