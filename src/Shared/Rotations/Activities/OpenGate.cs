using TenantTokens.Approvals;
using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// Opens a gate, or gives the one that is open when it still asks the right question. A gate whose plan or rest became worse is superseded. Gates
/// that have nothing to decide are not opened.
/// </summary>
public sealed class OpenGate(RotationLedger rotations, TargetLedger targets, GateLedger gates, ApprovalOptions approvals, TimeProvider time) : IActivity<OpenGateInput, OpenGateOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<OpenGateInput, OpenGateOutcome> Name { get; } = new(nameof(OpenGate));

    /// <inheritdoc />
    public async Task<OpenGateOutcome> RunAsync(OpenGateInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        IReadOnlyList<TargetRecord> fleet = await targets.ListAsync(input.RotationId, cancellationToken);
        IReadOnlyList<RestItem> rest = input.Kind switch
        {
            GateKind.Finish => NamedRest.OfFinish(fleet),
            GateKind.Cancel => NamedRest.OfCancel(fleet),
            _ => [],
        };
        if (input.Kind is GateKind.Cancel && rest.Count == 0 || input.Kind is GateKind.Start && !approvals.Start.Required)
        {
            return new(null);
        }

        List<GateRecord> all = [];
        await foreach (GateRecord gate in gates.ListAsync(input.RotationId, cancellationToken))
        {
            all.Add(gate);
        }

        // Only the newest gate speaks: an older approval must not pass by a hold or a roll back that came after it. An approval that was given
        // stays valid while the rest does not grow and the direction does not turn, even when the orchestration that asked for it is gone.
        int number = all.Count(gate => gate.Kind == input.Kind);
        if (all.Find(gate => gate.GateId == IdOf(input.Kind, number)) is { Outcome: null or GateOutcome.Approved } newest
            && newest.PlanHash == rotation.PlanHash && newest.Generation == rotation.Generation
            && await StillCoversAsync(input.RotationId, newest, rest, cancellationToken))
        {
            return new(newest.GateId);
        }

        foreach (GateRecord gate in all.Where(static gate => gate.Outcome is null))
        {
            await gates.CloseAsync(input.RotationId, gate.GateId, GateOutcome.Superseded, cancellationToken);
        }

        GateRecord opened = NewGate(rotation, input.Kind, number + 1, rest.Count);
        await gates.OpenAsync(input.RotationId, opened, rest, cancellationToken);
        return new(opened.GateId);
    }

    private static string IdOf(GateKind kind, int number) => $"{(kind switch { GateKind.Start => "start", GateKind.Adopt => "adopt", GateKind.Finish => "finish", _ => "cancel" })}-{number}";

    private GateRecord NewGate(RotationRecord rotation, GateKind kind, int number, int restCount) => new()
    {
        GateId = IdOf(kind, number),
        Kind = kind,
        PlanHash = rotation.PlanHash ?? throw new InvalidOperationException("A gate needs a plan."),
        RequestedBy = rotation.RequestedBy,
        Approvers = approvals.SimulatedApprover is { } simulated && !approvals.Finish.Approvers.Contains(simulated.Name)
            ? [.. approvals.Finish.Approvers, simulated.Name]
            : approvals.Finish.Approvers,
        Quorum = approvals.Finish.Quorum,
        Choices = kind switch
        {
            GateKind.Start or GateKind.Adopt => [GateChoice.Approve, GateChoice.Hold],
            GateKind.Finish => [GateChoice.Approve, GateChoice.Hold, GateChoice.RollBack],
            _ => [GateChoice.Approve, GateChoice.Hold, GateChoice.Retry, GateChoice.GoForward],
        },
        OpenedAt = time.GetUtcNow(),
        RestCount = restCount,
        Generation = rotation.Generation,
    };

    private async Task<bool> StillCoversAsync(string rotationId, GateRecord gate, IReadOnlyList<RestItem> rest, CancellationToken cancellationToken)
    {
        List<RestItem> asked = [];
        await foreach (RestItem item in gates.ListRestAsync(rotationId, gate.GateId, cancellationToken))
        {
            asked.Add(item);
        }

        return NamedRest.Growth(rest, asked).Count == 0;
    }
}
