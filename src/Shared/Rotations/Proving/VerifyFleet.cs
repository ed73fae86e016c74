using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Proving;

/// <summary>
/// The second proof: Dynatrace must see every changed target online. It reads the inventory once for the whole fleet. Agents that appeared
/// after the plan are added by name, so that finish cannot surprise them.
/// </summary>
public sealed class VerifyFleet(
    RotationLedger rotations,
    TargetLedger targets,
    DynatraceEnvironments environments,
    FleetReader reader,
    FleetReconciliation reconciliation,
    StaleProofMarks marks,
    AuditTrail audit,
    TimeProvider time) : IActivity<VerifyFleet.Input, VerifyFleet.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, Result> Name { get; } = new("VerifyFleet");

    /// <inheritdoc />
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (!input.IsWholeFleet)
        {
            IInventoryClient inventory = environments.For(rotation.EnvironmentId).Inventory;
            IReadOnlyList<ActiveGateInfo> listed = await inventory.ListActiveGatesAsync(cancellationToken);
            List<OneAgentInfo> seen = await inventory.ListOneAgentsAsync(cancellationToken).ToListAsync(cancellationToken);
            return await VerifyAsync(input, listed, seen, cancellationToken);
        }

        FleetReading fleet = await reader.ReadAsync(rotation.EnvironmentId, cancellationToken);
        await reconciliation.WriteAsync(rotation, fleet, cancellationToken);
        int stale = await marks.MarkAsync(input.RotationId, fleet.ActiveGates, fleet.Agents.ToAsyncEnumerable(), cancellationToken);
        return await VerifyAsync(input, fleet.ActiveGates, fleet.Agents, cancellationToken) with { Stale = stale };
    }

    private async Task<Result> VerifyAsync(
        Input input, IReadOnlyList<ActiveGateInfo> activeGates, IReadOnlyList<OneAgentInfo> agents, CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> before = await FollowAsync(input.RotationId, activeGates, cancellationToken);
        HashSet<string> online =
        [
            .. activeGates.Where(static activeGate => activeGate.IsOnline).Select(static activeGate => activeGate.Id),
            .. agents.Where(static agent => agent.IsOnline).Select(static agent => agent.EntityId),
        ];
        return await CompareAsync(input, before, FleetMerge.TurnedUp(before, activeGates, agents), online, cancellationToken);
    }

    /// <summary>Reads the targets, and gives an ActiveGate that came back under another id that id.</summary>
    private async Task<IReadOnlyList<TargetRecord>> FollowAsync(
        string rotationId,
        IReadOnlyList<ActiveGateInfo> activeGates,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(rotationId, cancellationToken);
        List<TargetRecord> followed = [];
        foreach (TargetRecord target in all)
        {
            followed.Add(ActiveGateSuccessor.From(target, activeGates, all) is { } successor
                ? await targets.UpdateAsync(
                    rotationId,
                    target.TargetId,
                    current => ActiveGateSuccessor.Follow(current, successor, time.GetUtcNow()),
                    cancellationToken)
                : target);
        }

        return followed;
    }

    private async Task<Result> CompareAsync(
        Input input, IReadOnlyList<TargetRecord> before, IReadOnlyList<TargetRecord> turnedUp, HashSet<string> online,
        CancellationToken cancellationToken)
    {
        int notOnline = 0;
        List<TargetRecord> changed = [];
        foreach (TargetRecord target in before)
        {
            if (!target.IsOnNewToken && !NotOnline.IsMarked(target))
            {
                continue;
            }

            bool isOnline = target.AgentId is not null && online.Contains(target.AgentId);
            notOnline += isOnline ? 0 : 1;
            TargetRecord now = isOnline ? NotOnline.Unmark(target) with { Online = true }
                : input.IsLastLook ? NotOnline.Mark(target)
                : target with { Online = false };
            if (now != target)
            {
                changed.Add(now);
            }
        }

        foreach (TargetRecord joiner in turnedUp)
        {
            changed.Add(joiner);
            await audit.AddAsync(
                input.RotationId, "joined", AuditEvent.Product, $"{joiner.Name} appeared after the plan was made.", cancellationToken);
        }

        await targets.PutAsync(input.RotationId, changed, cancellationToken);
        return new(notOnline);
    }

    /// <summary>The input for checking whether the changed targets are online.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="IsLastLook">True when targets that are not online now become Inconclusive.</param>
    /// <param name="IsWholeFleet">
    /// True to read Azure as well, and to do with this one reading what <c>ReconcileFleet</c> and <c>StaleProofs</c> do, which is
    /// everything that must be known between the approval of the finish gate and finish.
    /// </param>
    public sealed record Input(string RotationId, bool IsLastLook, bool IsWholeFleet = false);

    /// <summary>The result of the check.</summary>
    /// <param name="NotOnline">The number of changed targets that are not online yet.</param>
    /// <param name="Stale">The number of targets that must prove the new token again; 0 when that was not checked.</param>
    public sealed record Result(int NotOnline, int Stale = 0);
}
