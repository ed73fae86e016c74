using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Exceptions;

namespace TenantTokens.Rotations.Gates;

/// <summary>The one place that compares what is not proved with what approvers accepted by name (docs/invariants.md#i1, #i7).</summary>
public sealed class ApprovedExceptions(RotationLedger rotations, TargetLedger targets, GateLedger gates, GateQuestions questions)
{
    /// <summary>Returns why finish may not be called; null when it may.</summary>
    public async Task<string?> WhyNotFinishAsync(string rotationId, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(rotationId, cancellationToken);
        if (rotation.OldTokenIsDead)
        {
            return null; // another party has finished: there is nothing left for finish to do
        }

        IReadOnlyList<TargetRecord> fleet = await targets.ListAsync(rotationId, cancellationToken);
        TargetRecord[] unproved = [.. fleet.Where(static target => target is { IsOnNewToken: true, NeedsProof: not null })];
        if (unproved.Length > 0)
        {
            return $"{unproved.Length} must prove again that they are on the new token:"
                + $" {string.Join(", ", unproved.Take(5).Select(static target => $"{target.Name} ({target.NeedsProof})"))}.";
        }

        IReadOnlyList<ExceptionItem> rest = AcceptedExceptions.ForFinish(fleet);
        if (rest.Count == 0 && questions.MayFinishUnasked(rotation))
        {
            return null;
        }

        return rotation.FinishGateId is { } gateId
            ? await WhyNotAsync(rotation, gateId, rest, cancellationToken)
            : "The finish gate is not approved.";
    }

    /// <summary>Returns why cancel may not be called; null when it may. No gate is needed when every changed target is restored.</summary>
    public async Task<string?> WhyNotCancelAsync(string rotationId, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(rotationId, cancellationToken);
        IReadOnlyList<ExceptionItem> rest = AcceptedExceptions.ForCancel(await targets.ListAsync(rotationId, cancellationToken));
        if (rest.Count == 0)
        {
            return null;
        }

        return rotation.CancelGateId is { } gateId
            ? await WhyNotAsync(rotation, gateId, rest, cancellationToken)
            : $"{rest.Count} touched targets are not restored and not accepted exceptions: {Names(rest)}.";
    }

    private async Task<string?> WhyNotAsync(
        RotationRecord rotation,
        string gateId,
        IReadOnlyList<ExceptionItem> rest,
        CancellationToken cancellationToken)
    {
        GateRecord? gate = await gates.FindAsync(rotation.RotationId, gateId, cancellationToken);
        if (gate is not { Outcome: GateOutcome.Approved } || gate.PlanHash != rotation.PlanHash || gate.Generation != rotation.Generation)
        {
            return $"Gate {gateId} is not approved for plan {rotation.PlanHash} in this direction.";
        }

        List<ExceptionItem> accepted = await gates.ListExceptionsAsync(rotation.RotationId, gateId, cancellationToken)
            .ToListAsync(cancellationToken);

        IReadOnlyList<ExceptionItem> growth = AcceptedExceptions.Growth(rest, accepted);
        return growth.Count == 0 ? null : $"The approval of gate {gateId} does not cover {growth.Count}: {Names(growth)}.";
    }

    private static string Names(IReadOnlyList<ExceptionItem> rest)
        => string.Join(", ", rest.Take(5).Select(static item => $"{item.Name} ({item.State})"));
}
