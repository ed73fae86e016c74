using TenantTokens.Approvals;
using TenantTokens.Configuration;
using TenantTokens.Fleet;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations;

/// <summary>Puts the question of a gate, from what the ledger says now.</summary>
public sealed class GateQuestions(TargetLedger targets, PlanLedger plans, ApprovalOptions approvals, PolicyOptions policy)
{
    /// <summary>The question.</summary>
    public async Task<GateQuestion> AskAsync(RotationRecord rotation, OpenGateInput gate, CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> fleet = await targets.ListAsync(rotation.RotationId, cancellationToken);
        switch (gate.Kind)
        {
            case GateKind.Start:
                return new(approvals.Start.Required, []);
            case GateKind.Continue when gate.Wave is { } wave:
                return await AskAboutWaveAsync(rotation, wave, fleet, cancellationToken);
            case GateKind.Continue:
                return AskAboutActiveGates(fleet);
            case GateKind.Finish:
                IReadOnlyList<RestItem> rest = NamedRest.ToAccept(fleet);
                return new((rest.Count > 0 || !MayFinishUnasked(rotation)) && !rotation.OldTokenIsDead, rest);
            case GateKind.Cancel:
                IReadOnlyList<RestItem> touched = NamedRest.OfCancel(fleet);
                return new(touched.Count > 0, touched);
            default:
                return new(IsNeeded: true, []);
        }
    }

    /// <summary>Whether the policy says in so many words that a complete emergency rotation finishes without an approval.</summary>
    public bool MayFinishUnasked(RotationRecord rotation) => rotation.Emergency && policy.Emergency.FinishWithoutApproval;

    private async Task<GateQuestion> AskAboutWaveAsync(RotationRecord rotation, int number, IReadOnlyList<TargetRecord> fleet, CancellationToken cancellationToken)
    {
        WaveRecord wave = await plans.GetWaveAsync(rotation.RotationId, number, cancellationToken);
        IReadOnlyList<TargetRecord> members = await WaveMembers.OfAsync(plans, rotation.RotationId, number, fleet, cancellationToken);
        WaveBudget budget = WaveBudget.Of(wave, members, fleet, policy.FailureBudget);
        return budget.IsExceeded ? new(IsNeeded: true, NamedRest.OfContinue(budget.InTheWay), budget.Question) : GateQuestion.None;
    }

    private static GateQuestion AskAboutActiveGates(IReadOnlyList<TargetRecord> fleet)
    {
        TargetRecord[] gates = [.. fleet.Where(static target => target.Component is Component.ActiveGate)];
        TargetRecord[] unsettled = [.. gates.Where(static gate => !gate.IsSettledGate)];
        string why = $"{unsettled.Length} of {gates.Length} ActiveGates are not on the new token, and one that has only the old may reject OneAgents that are: no OneAgent is touched before. Both tokens are valid.";
        return unsettled.Length > 0 ? new(IsNeeded: true, NamedRest.OfContinue(unsettled), why) : GateQuestion.None;
    }
}
