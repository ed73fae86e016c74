using TenantTokens.RunCommand;
using static TenantTokens.Fleet.Targets.TargetState;

namespace TenantTokens.Fleet.Targets;

/// <summary>
/// The one table of moves between the states of a target, and what each state means for the work that is left. A row of the ledger can
/// change between being read and the end of a command. So the answer of a host is written over every state in which a command can be in
/// flight, and the table limits the result.
/// </summary>
public static class TargetTransitions
{
    /// <summary>
    /// The states of a target with a machine. A cluster whose operator rotates the agents has none, so no command ever ends there.
    /// </summary>
    private static readonly TargetState[] _onMachine =
        [Pending, Rotated, AlreadyCurrent, Failed, Unreachable, Skipped, Expired, Inconclusive, Restored, Uncovered];

    private static readonly TargetState[] _onNewToken = [Rotated, AlreadyCurrent];
    private static readonly TargetState[] _notOnNewToken =
    [
        Pending,
        Failed,
        Unreachable,
        Skipped,
        Expired,
        Inconclusive,
        Restored,
        SelfRotating,
        Uncovered,
    ];
    private static readonly TargetState[] _planned = [Pending, Failed, Unreachable, Skipped, Expired, Inconclusive, Uncovered];
    private static readonly TargetState[] _failed = [Failed, Unreachable, Expired, Inconclusive];
    private static readonly TargetState[] _away = [Unreachable, Skipped, Uncovered];

    /// <summary>Every allowed move.</summary>
    public static IReadOnlyList<Move> All { get; } =
    [
        new(
            TargetCause.Discovered,
            "inventory",
            [Pending, Unreachable, Uncovered],
            [Unreachable, Skipped, SelfRotating, Uncovered],
            "Azure and Dynatrace show that no command can move it now."),
        new(
            TargetCause.ProbedWithItsMachine,
            "probe",
            [Pending, Unreachable, Uncovered],
            _planned,
            "The probe of its machine speaks for it too."),
        new(TargetCause.HostIdContradicted, "probe", _planned, [Uncovered], "Two machines report the same host id."),
        new(TargetCause.ProbeLeftStanding, "probe", _planned, [Uncovered], "It carries no agent, and its probe must still be deleted."),
        new(TargetCause.OlderTokenFound, "probe", [Pending], [Failed], "Its token is not the one in force."),
        new(TargetCause.WentOff, "inventory", [Pending], [Unreachable], "Its machine is off, or Azure no longer lists it."),
        new(TargetCause.CameBack, "inventory", _away, [Pending], "A command can reach it again."),
        new(
            TargetCause.StillOutOfReach,
            "inventory",
            _away,
            [Unreachable, Uncovered],
            "No command can reach it, for a reason that may be new."),
        new(
            TargetCause.Gone,
            "inventory",
            [Pending, Unreachable, Expired, Inconclusive, Uncovered],
            [Skipped],
            "Azure has deleted its machine and its agent is silent."),
        new(
            TargetCause.LineCounted,
            "inventory",
            [Skipped, Uncovered],
            [Skipped, Uncovered],
            "The machines that no agent claims are counted again."),
        new(TargetCause.Probed, "host", _onMachine, [Pending, .. _failed], "A probe ended."),
        new(TargetCause.Applied, "host", _onMachine, [Rotated, AlreadyCurrent, .. _failed], "An apply ended."),
        new(TargetCause.Restored, "host", _onMachine, [.. _failed, Restored], "A restore ended."),
        new(TargetCause.NotSent, "procedure", [Pending, .. _failed], [Pending], "Its wave was stopped before its command was sent."),
        new(TargetCause.ClockNotRead, "host", _onMachine, _failed, "The probe of its clock failed, so its command was not sent."),
        new(TargetCause.ProofRenewed, "host", _onMachine, [Rotated], "The host proved the new token again."),
        new(TargetCause.ProofRenewed, "host", [AlreadyCurrent], [AlreadyCurrent], "The host proved the new token again."),
        new(TargetCause.ProofLost, "host", _onMachine, [Inconclusive], "The host could not prove the new token again."),
        new(TargetCause.OldTokenCameBack, "host", _onMachine, [Pending], "The host has the old token again."),
        new(TargetCause.NotSeenOnline, "Dynatrace", _onNewToken, [Inconclusive], "Dynatrace does not see its agent online."),
        new(TargetCause.SeenOnline, "Dynatrace", [Inconclusive], [Rotated], "Dynatrace sees its agent online again."),
        new(
            TargetCause.WentOfflineAfterFinish,
            "Dynatrace",
            _onNewToken,
            [Pending],
            "Its agent was online before finish and is not since."),
        new(TargetCause.CameOnlineAfterFinish, "Dynatrace", [Pending], [Rotated], "Its agent is online again after finish."),
        new(
            TargetCause.RetryAsked,
            "operator, approver",
            [Failed, Unreachable, Skipped, Expired, Inconclusive],
            [Pending],
            "Somebody asked for another try."),
        new(TargetCause.Resumed, "operator", _failed, [Pending], "An operator resumed the parked rotation."),
        new(TargetCause.NeverAnswered, "sweep", [Inconclusive], [Pending], "Its command never answered and can no longer run."),
        new(
            TargetCause.SentForwardAgain,
            "procedure",
            [Pending, Failed, Unreachable, Skipped, Expired, Inconclusive, Restored],
            [Pending],
            "The rotation goes forward again."),
        new(
            TargetCause.OlderTokenAccepted,
            "approver",
            [Failed, Unreachable, Skipped, Expired, Inconclusive, Uncovered],
            [Pending],
            "Approvers accepted by name that its older token is replaced."),
        new(TargetCause.SkippedByOperator, "operator", _notOnNewToken, [Skipped], "An operator left it out."),
        new(TargetCause.SkippedAtGate, "approver", _notOnNewToken, [Skipped], "Approvers accepted by name that it is left out."),
        new(TargetCause.SweepEnded, "sweep", [Pending], [Unreachable], "The sweep ended before its command was sent."),
    ];

    /// <summary>Moves a target to a state and writes its code and message. No other code writes a state.</summary>
    /// <exception cref="TargetTransitionException">The table does not list the move.</exception>
    public static TargetRecord MoveTo(this TargetRecord target, TargetState to, TargetCause cause, string? code, string? message)
    {
        ArgumentNullException.ThrowIfNull(target);
        IReadOnlyList<TargetState> allowed = Next(target.State, cause);
        return allowed.Contains(to)
            ? target with { State = to, Code = code, Message = message }
            : throw new TargetTransitionException(target.Name, target.State, cause, to, allowed);
    }

    /// <summary>Lists the states that a cause may bring a target to; empty when it may not move it.</summary>
    public static IReadOnlyList<TargetState> Next(TargetState from, TargetCause cause)
        => [.. All.Where(move => move.Cause == cause && move.From.Contains(from)).SelectMany(static move => move.To).Distinct()];

    /// <summary>Whether a cause may move a target out of a state.</summary>
    public static bool CanMove(this TargetState from, TargetCause cause)
        => All.Any(move => move.Cause == cause && move.From.Contains(from));

    /// <summary>Whether a command that changes the host is in flight; the state is written when it ends.</summary>
    public static bool IsBeingChanged(this TargetRecord target) => target.Send is { Settled: false, Action: not TargetAction.Probe };

    /// <summary>
    /// Returns the target after a command to it has ended. A command that was not sent changes nothing: what the host has reached, or what
    /// was decided meanwhile, stays.
    /// </summary>
    /// <exception cref="TargetTransitionException">The table does not list the move.</exception>
    public static TargetRecord AfterCommand(this TargetRecord target, TargetAction action, RunCommandResult result, TargetVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(verdict);
        TargetCause cause = CauseOf(action, result);
        return cause is TargetCause.NotSent && !target.State.CanMove(cause)
            ? target
            : target.MoveTo(verdict.State, cause, verdict.Code, verdict.Message);
    }

    /// <summary>Returns the cause of the move when a command has ended.</summary>
    private static TargetCause CauseOf(TargetAction action, RunCommandResult result) => (action, result) switch
    {
        (_, RunCommandResult.NotSent or RunCommandResult.Throttled) => TargetCause.NotSent,
        (TargetAction.Probe, _) => TargetCause.Probed,
        (TargetAction.Apply, _) => TargetCause.Applied,
        _ => TargetCause.Restored,
    };

    /// <summary>
    /// Whether only a command or a person moves it on. Later reports of Azure or Dynatrace do not change it, unless the machine is gone.
    /// </summary>
    public static bool IsSettled(this TargetState state)
        => state is Rotated or AlreadyCurrent or Restored or Failed or Expired or Inconclusive;

    /// <summary>
    /// Whether a command was sent and did not give the target its token. An unreachable target does not count: nothing ran on it.
    /// </summary>
    public static bool IsFailure(this TargetState state) => state is Failed or Expired or Inconclusive;

    /// <summary>Whether the host has proved the token that the action brings; always false for a probe.</summary>
    public static bool HasReached(this TargetState state, TargetAction action) => action switch
    {
        TargetAction.Apply => state is Rotated or AlreadyCurrent,
        TargetAction.Restore => state is Restored,
        _ => false,
    };

    /// <summary>
    /// Whether a segment still has to send the action to it. A restore goes to every host that may have the new token, whatever its state.
    /// </summary>
    public static bool IsOpenFor(this TargetRecord target, TargetAction action) => action switch
    {
        TargetAction.Restore => target.MayBeOnNewToken && target is { Machine: not null, State: not Uncovered },
        TargetAction.Probe => target is { State: Pending, Probe: null } or { IsOnNewToken: true, NeedsProof: not null },
        _ => target.State is Pending,
    };

    /// <summary>
    /// Whether it can still serve as a canary: open for the action, reachable, and no restore of this generation has ended on it. A failed
    /// restore leaves its target open, so <see cref="IsOpenFor"/> alone would choose the same host for ever.
    /// </summary>
    public static bool IsUntriedFor(this TargetRecord target, TargetAction action, long generation)
        => target.IsOpenFor(action)
            && (action is not TargetAction.Restore || (target.State is not Unreachable && !IsTried(target.Send, generation)));

    /// <summary>
    /// Whether a command that is due must not be sent any more. This is not the opposite of <see cref="IsOpenFor"/>: a second attempt goes
    /// to a target that is Failed after the first, and is dropped only when the target has reached its token or is left out.
    /// </summary>
    public static bool IsOverFor(this TargetRecord target, TargetAction action) => action switch
    {
        TargetAction.Apply => target.State.HasReached(action) || target.State is Skipped,
        TargetAction.Restore => target.State.HasReached(action),
        _ => target is { Probe: not null, NeedsProof: null },
    };

    private static bool IsTried(SendRecord? send, long generation)
        => send is { Action: TargetAction.Restore, Settled: true } && send.Generation == generation;

    /// <summary>One kind of move.</summary>
    /// <param name="Cause">Why it happens.</param>
    /// <param name="By">Who or what causes it.</param>
    /// <param name="From">The states that it starts from.</param>
    /// <param name="To">The states that it may end in.</param>
    /// <param name="Why">The reason, in a sentence.</param>
    public sealed record Move(TargetCause Cause, string By, IReadOnlyList<TargetState> From, IReadOnlyList<TargetState> To, string Why);
}
