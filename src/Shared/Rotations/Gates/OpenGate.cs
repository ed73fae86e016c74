using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations.Exceptions;

namespace TenantTokens.Rotations.Gates;

/// <summary>
/// Opens a gate, or returns the open one when it still asks the right question. A gate whose plan or exceptions became worse is superseded.
/// A gate with nothing to decide is not opened.
/// </summary>
public sealed class OpenGate(
    RotationLedger rotations,
    GateLedger gates,
    GateQuestions questions,
    ApprovalOptions approvals,
    TimeProvider time) : IActivity<OpenGate.Input, OpenGate.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, Result> Name { get; } = new("OpenGate");

    /// <inheritdoc />
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        GateQuestion question = await questions.AskAsync(rotation, input, cancellationToken);
        List<GateRecord> all = await gates.ListAsync(input.RotationId, cancellationToken).ToListAsync(cancellationToken);

        if (!question.IsNeeded)
        {
            return new(null, await SupersedeAsync(input.RotationId, all, cancellationToken));
        }

        GateDescription asked = GateDescriptions.From(input.Kind);

        // Only the newest gate counts: an older approval must not override a later hold or roll back. An approval stays valid while the
        // exceptions do not grow and the direction does not change, even when the orchestration that asked for it is gone.
        int number = all.Count(gate => gate.Kind == input.Kind);
        if (all.Find(gate => gate.GateId == asked.IdOf(number)) is { Outcome: null or GateOutcome.Approved } newest
            && (newest.Outcome is GateOutcome.Approved
                || !asked.ChoicesFor(question.Rest).Contains(GateChoice.AcceptOlder)
                || newest.Choices.Contains(GateChoice.AcceptOlder))
            && !CanBeDecidedAnew(newest, rotation, asked, question)
            && newest.PlanHash == rotation.PlanHash && newest.Generation == rotation.Generation && newest.Emergency == rotation.Emergency
            && await StillCoversAsync(input.RotationId, newest, question.Rest, cancellationToken))
        {
            return new(newest.GateId, all.Exists(static gate => gate.IsWithdrawalUntold), newest.OpenedAt);
        }

        bool hasWithdrawn = await SupersedeAsync(input.RotationId, all, cancellationToken);
        GateRecord opened = NewGate(rotation, asked, number + 1, question);
        await gates.OpenAsync(input.RotationId, opened, question.Rest, cancellationToken);
        return new(opened.GateId, hasWithdrawn, opened.OpenedAt);
    }

    private GateRecord NewGate(RotationRecord rotation, GateDescription asked, int number, GateQuestion question) => new()
    {
        GateId = asked.IdOf(number),
        Kind = asked.Kind,
        PlanHash = rotation.PlanHash ?? throw new InvalidOperationException("A gate needs a plan."),
        RequestedBy = rotation.RequestedBy,
        AlsoRequestedBy = rotation.AlsoRequestedBy is { } also ? [also] : [],
        Approvers = asked.ApproversFrom(approvals),
        Quorum = asked.QuorumFrom(approvals),
        Choices = asked.ChoicesFor(question.Rest),
        OpenedAt = time.GetUtcNow(),
        ExceptionCount = question.Rest.Count,
        Why = question.Why,
        Emergency = rotation.Emergency,
        Generation = rotation.Generation,
        Deadline = time.GetUtcNow() + approvals.Deadline,
    };

    /// <summary>Whether a gate that nobody could decide can be decided now, because approvers were added.</summary>
    private bool CanBeDecidedAnew(GateRecord gate, RotationRecord rotation, GateDescription asked, GateQuestion question)
        => gate.Outcome is null
            && GateTally.WhyUnreachable(gate) is not null
            && GateTally.WhyUnreachable(NewGate(rotation, asked, 0, question)) is null;

    private async Task<bool> SupersedeAsync(string rotationId, List<GateRecord> all, CancellationToken cancellationToken)
    {
        foreach (GateRecord gate in all.Where(static gate => gate.Outcome is null))
        {
            await gates.SupersedeAsync(rotationId, gate.GateId, cancellationToken);
        }

        return all.Exists(static gate => gate is { Outcome: null, ToldAt: not null } || gate.IsWithdrawalUntold);
    }

    private async Task<bool> StillCoversAsync(
        string rotationId,
        GateRecord gate,
        IReadOnlyList<ExceptionItem> rest,
        CancellationToken cancellationToken)
    {
        List<ExceptionItem> asked = await gates.ListExceptionsAsync(rotationId, gate.GateId, cancellationToken)
            .ToListAsync(cancellationToken);

        return AcceptedExceptions.Growth(rest, asked).Count == 0;
    }

    /// <summary>The gate to open.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="Kind">The kind of gate.</param>
    /// <param name="Wave">For a continue gate: the wave that is over budget; null for the ActiveGates that OneAgents wait for.</param>
    public sealed record Input(string RotationId, GateKind Kind, int? Wave = null);

    /// <summary>The open gate. Stored in histories: changes by addition only.</summary>
    /// <param name="GateId">The gate's id; null when no gate is needed.</param>
    /// <param name="HasWithdrawn">Whether people were notified of a gate and not yet that it was superseded.</param>
    /// <param name="OpenedAt">When the gate was opened; null when no gate is needed.</param>
    public sealed record Result(string? GateId, bool HasWithdrawn = false, DateTimeOffset? OpenedAt = null);
}
