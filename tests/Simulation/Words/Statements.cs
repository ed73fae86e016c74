using System.Globalization;
using System.Text.RegularExpressions;
using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;

namespace TenantTokens.Simulation.Words;

/// <summary>The sentences that claim something, and what came of comparing them.</summary>
internal static partial class Statements
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Statement> List { get; } =
    [
        new(
            "both tokens are valid",
            BothValid(),
            static (_, at) => at.Truth.IsAlone ? at.Truth is { TakesOld: true, TakesNew: true } : null),
        new(
            "the old token is in force",
            OldInForce(),
            static (_, at) => at.Truth.IsAlone ? at.Truth is { TakesOld: true, TakesNew: false } : null),
        new("the old token is valid", OldValid(), static (_, at) => at.Truth.IsAlone ? at.Truth.TakesOld : null),
        new(
            "the new token is in force",
            NewInForce(),
            static (_, at) => at.Truth.IsAlone ? at.Truth is { TakesOld: false, TakesNew: true } : null),
        new("the new token is valid", NewValid(), static (_, at) => at.Truth.IsAlone ? at.Truth.TakesNew : null),
        new("the old token is dead", OldDead(), static (_, at) => !at.Truth.TakesOld), // what is dead stays dead, whoever acts
        new("the new token is dead", NewDead(), static (_, at) => at.Truth.IsAlone ? !at.Truth.TakesNew : null),
        new("nothing was changed", NothingChanged(), static (_, at) => at.Truth.IsAlone ? !at.Truth.IsOpen : null),
        new("no host was touched", NoHostTouched(), static (_, at) => !at.Snapshot.Targets.Any(static target => target.IsTouched)),
        new(
            "nothing new is sent",
            NothingSent(),
            static (_, at) => at.Snapshot.Rotation.Paused
                || at.Snapshot.Gate is not null
                || at.Snapshot.Rotation.Phase is RotationPhase.Closing or RotationPhase.Parked
                || at.Snapshot.Rotation.Phase.IsTerminal()),
        new(
            "counts",
            Counts(),
            static (match, at) => (Number(match, 1), Number(match, 2)) == (
                at.Snapshot.Coverage.Rotated + at.Snapshot.Coverage.AlreadyCurrent,
                at.Snapshot.Coverage.Total)),
        new(
            "all of them",
            All(),
            static (_, at) => at.Snapshot.Coverage.Total > 0 && at.Snapshot.Targets.All(static target => target.IsOnNewToken)),
        new("who decides", Who(), static (match, at) => at.Snapshot.Gate is { } gate && MayDecide(gate, match)),
        new(
            "a gate waits",
            Waits(),
            static (_, at) => at.Snapshot is { Gate: { } gate }
                && gate.StandsAt(at.Snapshot.GateOutcome, at.Now) is GateOutcome.Undecided or GateOutcome.Held),
        new("a deadline to come", DeadlineToCome(), static (_, at) => at.Snapshot.Gate is { Deadline: { } deadline } && deadline > at.Now),
        new(
            "a deadline that has passed",
            DeadlinePassed(),
            static (_, at) => at.Snapshot.Gate is { Deadline: { } deadline } && deadline <= at.Now),
        new("paused", Paused(), static (_, at) => at.Snapshot.Rotation.Paused),
        new("a library's own words", OfLibraries(), static (_, _) => false),
        new(
            "allowed",
            Allowed(),
            static (match, at) => match.Groups[1].Value == (OperatorCommandRules.Allowed(at.Snapshot.Rotation) is { Count: > 0 } allowed
                ? string.Join(", ", allowed)
                : "nothing")),
    ];

    /// <summary>What is not so, and how many sentences were compared.</summary>
    public static (IReadOnlyList<string> Untrue, int Compared) Compare(string text, Situation situation)
    {
        List<string> untrue = [];
        int compared = 0;
        foreach (Statement statement in List)
        {
            foreach (Match match in statement.Form.Matches(text))
            {
                bool? isSo = statement.IsSo(match, situation);
                compared += isSo is null ? 0 : 1;
                if (isSo is false)
                {
                    untrue.Add($"{statement.Name}: \"{match.Value}\"");
                }
            }
        }

        return (untrue, compared);
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>Each who is named may vote, nobody who may is left out, and the requester is not among them.</summary>
    private static bool MayDecide(GateRecord gate, Match match)
    {
        string[] named = match.Groups[2].Value.Split(", ");
        return Number(match, 1) == gate.Quorum
            && match.Groups[3].Value == gate.RequestedBy
            && named.Order(StringComparer.Ordinal)
                .SequenceEqual(gate.Approvers.Where(name => GateTally.Eligibility(gate, name) is null).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\bboth tokens (?:are|stay)(?: still)? valid|\bboth tokens valid", RegexOptions.IgnoreCase)]
    private static partial Regex BothValid();

    [GeneratedRegex(@"\bthe old token (?:is|stays) in force", RegexOptions.IgnoreCase)]
    private static partial Regex OldInForce();

    [GeneratedRegex(@"\bthe old token is valid", RegexOptions.IgnoreCase)]
    private static partial Regex OldValid();

    [GeneratedRegex(@"\bthe new token (?:is|stays) in force", RegexOptions.IgnoreCase)]
    private static partial Regex NewInForce();

    [GeneratedRegex(@"\bthe new token is valid", RegexOptions.IgnoreCase)]
    private static partial Regex NewValid();

    [GeneratedRegex(@"(?<!so that )\bthe old (?:token|one) is dead", RegexOptions.IgnoreCase)]
    private static partial Regex OldDead();

    [GeneratedRegex(@"\bthe new (?:token|one) is dead", RegexOptions.IgnoreCase)]
    private static partial Regex NewDead();

    [GeneratedRegex(@"\bnothing (?:was|is) changed", RegexOptions.IgnoreCase)]
    private static partial Regex NothingChanged();

    [GeneratedRegex(@"\bno host was touched", RegexOptions.IgnoreCase)]
    private static partial Regex NoHostTouched();

    [GeneratedRegex(@"\bnothing (?:new|more) is sent", RegexOptions.IgnoreCase)]
    private static partial Regex NothingSent();

    [GeneratedRegex(@"(\d+) of (\d+) targets (?:are proved )?on the new token")]
    private static partial Regex Counts();

    [GeneratedRegex(@"\b100 ?%|\bevery target is|\ball targets are", RegexOptions.IgnoreCase)]
    private static partial Regex All();

    [GeneratedRegex(@"(\d+) of ([^\s,;]+(?:, [^\s,;]+)*)(?: \(too few: add approvers\))?; not (\S+), who requested it")]
    private static partial Regex Who();

    [GeneratedRegex(@"Gate \S+ is (?:open and|held and still) waits for|Waits for approvers")]
    private static partial Regex Waits();

    [GeneratedRegex(@"then it counts as held|[Aa]fter that the gate counts as held")]
    private static partial Regex DeadlineToCome();

    [GeneratedRegex(@"Its deadline was|[Tt]he deadline has passed")]
    private static partial Regex DeadlinePassed();

    [GeneratedRegex(@"\bPaused\b")]
    private static partial Regex Paused();

    [GeneratedRegex(
        @"(?:Exception\b|inner exception|(?<!/providers/)\b(?:System|Azure|Microsoft|Polly|TenantTokens)\.[A-Z]\w+|operation was cancell?ed|task was cancell?ed|Headers:|Status: \d|ReasonPhrase)[^.]{0,60}")]
    private static partial Regex OfLibraries();

    [GeneratedRegex(@"Allowed now: ([A-Za-z, ]+?)(?= ?$)")]
    private static partial Regex Allowed();
}
