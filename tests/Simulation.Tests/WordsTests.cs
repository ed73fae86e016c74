using System.Globalization;
using System.Text.RegularExpressions;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;
using TenantTokens.Simulation.Words;
using TenantTokens.Tooling;
using static TenantTokens.Simulation.Tests.Worlds;

namespace TenantTokens.Simulation.Tests;

/// <summary>What every surface says of a rotation, in each state that the simulation reached, is compared with the world.</summary>
public sealed partial class WordsTests(ITestOutputHelper output)
{
    private static readonly TokenTruth _both = new(TakesOld: true, TakesNew: true, IsOpen: true, IsAlone: true);
    private static readonly TokenTruth _old = new(TakesOld: true, TakesNew: false, IsOpen: false, IsAlone: true);
    private static readonly TokenTruth _new = new(TakesOld: false, TakesNew: true, IsOpen: false, IsAlone: true);

    private static readonly GateRecord _gate = Gate("finish-1", GateKind.Finish, GateOutcome.Undecided) with
    {
        Outcome = null,
        Approvers = ["alice", "bob", "rachel"],
        Quorum = 2,
        Deadline = Now.AddHours(1),
    };

    private static readonly Dictionary<string, (string Says, TokenTruth Truth, RotationSnapshot Snapshot, bool IsSo)> _sentences = new()
    {
        ["both valid, and they are"] = ("Both tokens are valid.", _both, Status(Row(RotationPhase.Verifying)), true),
        ["both valid, and it was cancelled"] = (
            "nothing happens, both tokens stay valid.",
            _old,
            Status(Row(RotationPhase.Cancelled)),
            false),
        ["both valid, before the start"] = ("Both tokens are still valid", _old, Status(Row(RotationPhase.AwaitingStart)), false),
        ["old in force, and it is"] = ("The old token is in force.", _old, Status(Row(RotationPhase.Cancelled)), true),
        ["old in force, while both are valid"] = ("the old token stays in force", _both, Status(Row(RotationPhase.Verifying)), false),
        ["old valid, and it is dead"] = ("The old token is valid; cancel was sent", _new, Status(Row(RotationPhase.Cancelling)), false),
        ["new in force, and it is"] = (
            "The new token is in force, the old token is dead.",
            _new,
            Status(Row(RotationPhase.Completed)),
            true),
        ["new in force, while both are valid"] = ("The new token of it; the new token is in force", _both, Status(
            Row(RotationPhase.Finishing)), false),
        ["new valid, and it is dead"] = ("The new token is valid; finish was sent", _old, Status(Row(RotationPhase.Finishing)), false),
        ["old dead, and it is not"] = ("the old one is dead", _both, Status(Row(RotationPhase.Verifying)), false),
        ["old perhaps dead"] = ("the old token may be dead", _both, Status(Row(RotationPhase.Finishing)), true),
        ["new dead, and it is not"] = ("the new one is dead", _both, Status(Row(RotationPhase.RollingBack)), false),
        ["nothing changed, and it was"] = (
            "it has not started, so nothing was changed",
            _both,
            Status(Row(RotationPhase.Starting)),
            false),
        ["no host touched, and one was"] = ("No host was touched.", _both, With(Target("oneagent/web", TargetState.Rotated)), false),
        ["nothing sent, and hosts are restored"] = ("Paused, nothing new is sent.", _both, Status(Row(RotationPhase.RollingBack)), false),
        ["paused, and it is"] = ("Paused, nothing new is sent.", _both, Status(Row(RotationPhase.Verifying) with { Paused = true }), true),
        ["one of one"] = ("1 of 1 targets on the new token", _both, With(Target("oneagent/web", TargetState.Rotated)), true),
        ["one of one, and it is none"] = ("1 of 1 targets are proved on the new token", _both, With(
            Target("oneagent/web", TargetState.Failed)), false),
        ["100 %, and one is left"] = ("100 % on the new token", _both, With(
            Target("oneagent/web", TargetState.Failed),
            Target("oneagent/app", TargetState.Rotated)), false),
        ["who decides, and they may"] = ($"Needed: {GateWho.From(_gate)}", _both, Asking(_gate), true),
        ["who decides, the requester among them"] = (
            "2 of alice, bob, rachel; not rachel, who requested it",
            _both,
            Asking(_gate),
            false),
        ["who decides, and one is left out"] = ("2 of alice; not rachel, who requested it", _both, Asking(_gate), false),
        ["a gate waits, and it is decided"] = (
            "Waits for approvers",
            _both,
            Asking(_gate) with { GateOutcome = GateOutcome.Approved },
            false),
        ["a deadline to come, and it is over"] = ("Its deadline is 2027-03-01 11:00:00Z; then it counts as held.", _both, Asking(
            _gate with { Deadline = Now.AddHours(-1) }), false),
        ["a deadline that is over, and it is to come"] = ("The deadline has passed", _both, Asking(_gate), false),
        ["a library's words"] = ("Parked (step-failed): Service request failed. Status: 503 (Service Unavailable)", _both, Status(
            Row(RotationPhase.Parked)), false),
        ["a resource's id, which has a name like a library's"] = (
            "'/subscriptions/1/providers/Microsoft.Compute/virtualMachines/web' cannot be written",
            _both,
            Status(Row(RotationPhase.Parked)),
            true),
        ["allowed, and it is"] = ("Allowed now: nothing", _both, Status(Row(RotationPhase.Completed)), true),
        ["allowed, and it is not"] = ("Allowed now: Abort", _both, Status(Row(RotationPhase.Completed)), false),
    };

    public static TheoryData<string> Sentences => [.. _sentences.Keys];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_sentence_that_is_not_so_is_found_and_one_that_is_so_is_not(string sentence)
    {
        (string says, TokenTruth truth, RotationSnapshot snapshot, bool isSo) = _sentences[sentence];

        Assert.Equal(isSo, Statements.Compare(says, new Situation(snapshot, truth, Now)).Untrue.Count == 0);
    }

    [Fact]
    public void Every_sentence_about_tokens_is_compared_and_none_while_others_act_at_Dynatrace()
    {
        foreach (ValidTokens valid in Enum.GetValues<ValidTokens>().Except([ValidTokens.NotKnown, ValidTokens.OfAnotherRotation]))
        {
            Situation alone = new(Status(Row(RotationPhase.Verifying)), _both, Now);
            Assert.True(Statements.Compare(TokenWords.Sentence(valid), alone).Compared > 0, $"{valid}: {TokenWords.Sentence(valid)}");
        }

        Assert.Equal(
            0,
            Statements.Compare(
                "Both tokens are valid.",
                new Situation(Status(Row(RotationPhase.Verifying)), _old with { IsAlone = false }, Now)).Compared);
    }

    [Fact]
    public void Each_statement_is_recognised_by_one_of_the_sentences_above()
        => Assert.All(
            Statements.List,
            static statement => Assert.Contains(_sentences.Values, sentence => statement.Form.IsMatch(sentence.Says)));

    [Fact]
    public async Task Every_surface_says_what_is_so_in_every_state_that_was_reached()
    {
        (IReadOnlyList<string> lines, int exitCode) = await SimulationProcess.RunAsync(
            "--words",
            "--seeds",
            Suite.IsFull ? "1..500" : "1..60");
        output.WriteLine(lines[^1]);

        Assert.True(exitCode == 0, string.Join('\n', lines));
        int[] counts =
        [
            .. Counted()
                .Match(lines[^1]).Groups.Values
                .Skip(1)
                .Select(static group => int.Parse(group.Value, CultureInfo.InvariantCulture)),
        ];
        Assert.True(counts[0] >= 90 && counts[1] >= 30 && counts[2] >= 3000 && counts[3] == 0, lines[^1]);
    }

    private static RotationSnapshot Status(RotationRecord rotation)
        => new(rotation, null, Coverage.From([]), [], [], null, GateOutcome.Undecided, []);

    private static RotationSnapshot With(params TargetRecord[] targets)
        => Status(Row(RotationPhase.RotatingOneAgents)) with { Targets = targets, Coverage = Coverage.From(targets) };

    private static RotationSnapshot Asking(GateRecord gate) => Status(Row(RotationPhase.AwaitingFinish)) with { Gate = gate };

    [GeneratedRegex(@"^(\d+) states, (\d+) surfaces, (\d+) sentences compared, (\d+) untrue\.$")]
    private static partial Regex Counted();
}
