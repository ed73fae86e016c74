using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Gates;

/// <summary>Works out the question of a gate from the present ledger.</summary>
public sealed class GateQuestions(
    TargetLedger targets,
    PlanLedger plans,
    ApprovalOptions approvals,
    PolicyOptions policy,
    TimeProvider time)
{
    /// <summary>
    /// When agents count as rotated by their operator, which happens some 20 minutes after start. Counting them too early is safe: it only
    /// leads to a question.
    /// </summary>
    private static readonly TimeSpan _operatorsMoveAfter = TimeSpan.FromMinutes(15);

    /// <summary>Works out the question.</summary>
    public async Task<GateQuestion> AskAsync(RotationRecord rotation, OpenGate.Input gate, CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> fleet = await targets.ListAsync(rotation.RotationId, cancellationToken);
        switch (gate.Kind)
        {
            case GateKind.Start:
                return AskAboutStart(fleet);
            case GateKind.Continue when gate.Wave is { } wave:
                return await AskAboutWaveAsync(rotation, wave, fleet, cancellationToken);
            case GateKind.Continue:
                return AskAboutActiveGates(fleet);
            case GateKind.Finish:
                IReadOnlyList<ExceptionItem> rest = AcceptedExceptions.ToAccept(fleet);
                return new((rest.Count > 0 || !MayFinishUnasked(rotation)) && !rotation.OldTokenIsDead, rest);
            case GateKind.Cancel:
                IReadOnlyList<ExceptionItem> touched = AcceptedExceptions.ForCancel(fleet);
                return new(touched.Count > 0, touched);
            case GateKind.Close:
                return new(IsNeeded: true, AcceptedExceptions.ForClose(fleet), rotation.LastParkReason?.Message);
            case GateKind.RestoreActiveGates:
                return AskAboutRestoringActiveGates(AcceptedExceptions.ForRestoringActiveGates(fleet, HaveOperatorsMoved(rotation, fleet)));
            default:
                return new(IsNeeded: true, []);
        }
    }

    /// <summary>Whether the policy explicitly lets a complete emergency rotation finish without an approval.</summary>
    public bool MayFinishUnasked(RotationRecord rotation) => rotation.Emergency && policy.Emergency.FinishWithoutApproval;

    private async Task<GateQuestion> AskAboutWaveAsync(
        RotationRecord rotation,
        int number,
        IReadOnlyList<TargetRecord> fleet,
        CancellationToken cancellationToken)
    {
        WaveRecord wave = await plans.GetWaveAsync(rotation.RotationId, number, cancellationToken);
        IReadOnlyList<TargetRecord> members = await WaveMembers.ReadAsync(plans, rotation.RotationId, number, fleet, cancellationToken);
        WaveBudget budget = WaveBudget.From(wave, members, fleet, policy.FailureBudget);
        return budget.IsExceeded
            ? new(IsNeeded: true, AcceptedExceptions.ForContinue(budget.InTheWay), budget.Question)
            : GateQuestion.None;
    }

    /// <summary>
    /// Whether Kubernetes operators may have rotated agents. An operator that is held back until the ActiveGates are done has rotated none
    /// before the first OneAgent was sent a command.
    /// </summary>
    private bool HaveOperatorsMoved(RotationRecord rotation, IEnumerable<TargetRecord> fleet)
        => rotation.Start is { } start
            && time.GetUtcNow() - start.At >= _operatorsMoveAfter
            && (!(rotation.OperatorsHeld || policy.Kubernetes.Held)
                || fleet.Any(static target => target is { Component: Component.OneAgent, IsTouched: true }));

    private static GateQuestion AskAboutRestoringActiveGates(IReadOnlyList<ExceptionItem> rest) => rest.Count == 0
        ? GateQuestion.None
        : new(
            IsNeeded: true,
            rest,
            $"{rest.Count} OneAgents are or may be on the new token. ActiveGates that get the old token back reject them at once. Their"
                + $" data is lost until they have the old token too.");

    /// <summary>
    /// Asks about a fleet in which no host has the token in force, because an earlier rotation left it so: a person must decide that it is
    /// rotated.
    /// </summary>
    private GateQuestion AskAboutStart(IReadOnlyList<TargetRecord> fleet)
    {
        TargetRecord[] older = fleet.Any(static target => target.State is TargetState.Pending)
            ? []
            : [.. fleet.Where(static target => target.CanAcceptOther)];
        return older.Length == 0
            ? new(approvals.Start.Required, [])
            : new(
                IsNeeded: true,
                AcceptedExceptions.ForContinue(older),
                $"No host carries the token in force, and {older.Length} carry a different one. Either an earlier rotation missed them,"
                    + $" or somebody else has rotated this environment. "
                + "Approve only if this fleet should get a new token. After start another gate asks about each of these hosts by name.");
    }

    private static GateQuestion AskAboutActiveGates(IReadOnlyList<TargetRecord> fleet)
    {
        TargetRecord[] activeGates = [.. fleet.Where(static target => target.Component is Component.ActiveGate)];
        TargetRecord[] unsettled = [.. activeGates.Where(static activeGate => !activeGate.IsSettledActiveGate)];
        string why = $"{unsettled.Length} of {activeGates.Length} ActiveGates are not on the new token. An ActiveGate that has only the old"
            + " token may reject OneAgents on the new one, so no OneAgent is touched before you decide.";
        return unsettled.Length > 0 ? new(IsNeeded: true, AcceptedExceptions.ForContinue(unsettled), why) : GateQuestion.None;
    }
}
