using TenantTokens.Approvals;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Web.Pages;

/// <summary>What the page of a gate shows.</summary>
/// <param name="Rotation">The rotation as it stands.</param>
/// <param name="Coverage">Its counts.</param>
/// <param name="Targets">Its targets: of those with old processes the page tells.</param>
/// <param name="Gate">The gate.</param>
/// <param name="Outcome">What the votes amount to.</param>
/// <param name="Rest">The exceptions that the gate asks about.</param>
/// <param name="Votes">The votes that stand.</param>
/// <param name="Now">When it was read.</param>
internal sealed record GateView(
    RotationRecord Rotation,
    Coverage Coverage,
    IReadOnlyList<TargetRecord> Targets,
    GateRecord Gate,
    GateOutcome Outcome,
    IReadOnlyList<ExceptionItem> Rest,
    IReadOnlyList<Vote> Votes,
    DateTimeOffset Now)
{
    /// <summary>Machines in scope that no agent claims.</summary>
    public IReadOnlyList<UnclaimedMachine> Unclaimed { get; init; } = [];

    /// <summary>Reads it.</summary>
    public static async Task<GateView?> ReadAsync(
        RotationRecord rotation,
        string gateId,
        TargetLedger targets,
        PlanLedger plans,
        GateLedger gates,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await gates.FindAsync(rotation.RotationId, gateId, cancellationToken) is not { } gate)
        {
            return null;
        }

        IReadOnlyList<TargetRecord> all = await targets.ListAsync(rotation.RotationId, cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        List<ExceptionItem> rest = await gates.ListExceptionsAsync(rotation.RotationId, gateId, cancellationToken)
            .ToListAsync(cancellationToken);
        return new(
            rotation,
            Coverage.From(all),
            all,
            gate,
            gate.StandsAt(await gates.EvaluateAsync(rotation.RotationId, gate, cancellationToken), now),
            gate.Outcome is null ? [.. rest.Select(item => item.AsItStands(all))] : rest,
            await gates.ListVotesAsync(rotation.RotationId, gateId, cancellationToken).ToListAsync(cancellationToken),
            now)
        {
            Unclaimed = await plans.ListUnclaimedAsync(rotation.RotationId, cancellationToken),
        };
    }
}
