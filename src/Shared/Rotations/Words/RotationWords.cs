using System.Globalization;
using System.Text.Json.Serialization;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Rotations.Words;

/// <summary>
/// The state of a rotation in words, derived from the ledger alone. The command line, pages, API, mails, cards and the report all use them.
/// A sentence appears only if it is true when it is read.
/// </summary>
/// <param name="Now">What is going on, in one line without a full stop.</param>
/// <param name="Tokens">Which tokens are valid, in a sentence.</param>
/// <param name="Waits">Whom it waits for, until when and for what, in a sentence; null when it waits for nobody.</param>
public sealed record RotationWords(string Now, string Tokens, string? Waits)
{
    /// <summary>Derives the words from a snapshot.</summary>
    /// <param name="snapshot">The rotation.</param>
    /// <param name="now">The current time (UTC).</param>
    public static RotationWords From(RotationSnapshot snapshot, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        (string what, string? waits) = (NowOf(snapshot), WaitsOf(snapshot, now));
        return new(what, TokenWords.Sentence(TokenWords.From(snapshot.Rotation)), waits)
        {
            Line = snapshot.Rotation.Phase is RotationPhase.Parked ? what : waits ?? what,
        };
    }

    /// <summary>
    /// One line for a view without more room: whom it waits for, else what is going on. For a parked rotation, the reason.
    /// </summary>
    [JsonIgnore]
    public string Line { get; private init; } = Now;

    /// <summary>Returns how many targets are proved to have the new token, out of how many.</summary>
    public static string Proved(Coverage coverage)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{coverage.Rotated + coverage.AlreadyCurrent} of {coverage.Total} targets on the new token");
    }

    private static string NowOf(RotationSnapshot snapshot)
    {
        RotationRecord rotation = snapshot.Rotation;
        string now = rotation.Phase switch
        {
            RotationPhase.Planning => string.Create(
                CultureInfo.InvariantCulture,
                $"Planning: {snapshot.Targets.Count(static target => target.Probe is not null)} of"
                    + $" {snapshot.Targets.Count(static target => target.Machine is not null)} targets probed"),
            RotationPhase.AwaitingStart => "The plan is ready; nothing is changed before start",
            RotationPhase.Starting => "Starting",
            RotationPhase.RotatingActiveGates => $"Rotating ActiveGates: {Settled(snapshot, Component.ActiveGate)}{Wave(snapshot)}",
            RotationPhase.RotatingOneAgents => $"Rotating OneAgents: {Settled(snapshot, Component.OneAgent)}{Wave(snapshot)}",
            RotationPhase.Verifying => "Verifying: asking Dynatrace which hosts are online",
            RotationPhase.AwaitingFinish => $"Every target that can be reached is done: {Proved(snapshot.Coverage)}",
            RotationPhase.Finishing when rotation.SweepUntil is not null
                => "Finished at Dynatrace; watching for hosts that are offline after finish",
            RotationPhase.Finishing => "Finishing",
            RotationPhase.RollingBack => string.Create(
                CultureInfo.InvariantCulture,
                $"Rolling back: {snapshot.Coverage.Restored} of {snapshot.Targets.Count(static target => target.IsTouched)} touched"
                    + $" targets restored"),
            RotationPhase.Cancelling => "Cancelling",
            RotationPhase.Parked => rotation.ParkReason is { } hold ? $"Parked ({hold.Code}): {hold.Message}" : "Parked",
            RotationPhase.Closing => "Closing as it is: nothing more is sent",
            RotationPhase.Completed => $"Completed{ByOthers(rotation)}",
            RotationPhase.Cancelled => $"Cancelled{ByOthers(rotation)}",
            _ => "Closed as it is: hosts may be on different tokens",
        };
        return rotation.Paused ? $"Paused, nothing new is sent. {now}" : now;
    }

    private static string ByOthers(RotationRecord rotation) => rotation.EndedBySomebodyElse ? " by somebody else" : "";

    private static string? WaitsOf(RotationSnapshot snapshot, DateTimeOffset now)
    {
        if (snapshot.Rotation.Phase is RotationPhase.Parked)
        {
            string open = snapshot.Gate is { } left
                ? $" Gate {left.GateId} stays open; its votes count once the rotation goes on."
                : "";
            return $"It waits for an operator command.{open}";
        }

        if (snapshot.Gate is { } gate)
        {
            GateOutcome outcome = gate.StandsAt(snapshot.GateOutcome, now);
            if (outcome is not (GateOutcome.Undecided or GateOutcome.Held))
            {
                return $"Gate {gate.GateId} is decided: {outcome}.";
            }

            string rest = gate.ExceptionCount == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"; {gate.ExceptionCount} exceptions");
            return $"Gate {gate.GateId} {(outcome is GateOutcome.Held ? "is held and still" : "is open and")} waits for"
                + $" {GateWho.From(gate)}{rest}.{Deadline(gate, now)} Approvers decide with the link in their own message, or on the"
                + " gate's page after they sign in.";
        }

        return snapshot.Rotation switch
        {
            { Phase: RotationPhase.AwaitingStart, PlanConfirmed: false } => "The requester must confirm the plan.",
            { Paused: true, Phase: var phase } when phase.IsWatched() => "The rotation is paused until an operator resumes it.",
            _ => null,
        };
    }

    private static string Deadline(GateRecord gate, DateTimeOffset now) => gate.Deadline is not { } deadline ? ""
        : gate.IsOverdueAt(now) ? $" Its deadline was {Time(deadline)}: it counts as held until it is decided."
        : $" Its deadline is {Time(deadline)}; then it counts as held.";

    private static string Settled(RotationSnapshot snapshot, Component component)
    {
        TargetRecord[] targets =
        [
            .. snapshot.Targets.Where(target => target.Component == component && target.State is not TargetState.Uncovered),
        ];
        int failed = targets.Count(static target => target.State.IsFailure());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{targets.Count(static target => target.IsOnNewToken)} of {targets.Length} on the new"
                + $" token{(failed == 0 ? "" : $", {failed} failed")}");
    }

    /// <summary>Names the current wave by its number, which is the same in the plan, in the audit trail and here.</summary>
    private static string Wave(RotationSnapshot snapshot)
    {
        WaveRecord[] left = [.. snapshot.Waves.Where(static wave => wave is { Action: TargetAction.Apply, CompletedAt: null })];
        return left is [var current, ..]
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" (wave {current.Number}{(current.IsCanary ? ", canary" : "")}; {left.Length} left)")
            : "";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
