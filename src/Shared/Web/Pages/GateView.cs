using TenantTokens.Approvals;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Web.Pages;

/// <summary>The content of a gate's page.</summary>
/// <param name="Rotation">The rotation's row.</param>
/// <param name="Coverage">The number of its targets in each state.</param>
/// <param name="Targets">Its targets. The page lists those with stale processes.</param>
/// <param name="Gate">The gate.</param>
/// <param name="Outcome">The result of the votes.</param>
/// <param name="Rest">The exceptions that the gate asks about.</param>
/// <param name="Votes">The latest vote of each person.</param>
/// <param name="Now">When the content was read (UTC).</param>
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
    /// <summary>The machines in scope that no agent claims.</summary>
    public IReadOnlyList<UnclaimedMachine> Unclaimed { get; init; } = [];

    /// <summary>Reads the content of a gate's page; null when the rotation has no such gate.</summary>
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
