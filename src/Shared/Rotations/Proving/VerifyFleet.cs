using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Proving;

/// <summary>
/// The second proof: Dynatrace must see every changed target online. It reads the inventory once for the whole fleet. Agents that appeared
/// after the plan are added by name, so that finish cannot surprise them.
/// </summary>
public sealed class VerifyFleet(
    RotationLedger rotations,
    TargetLedger targets,
    DynatraceEnvironments environments,
    AuditTrail audit,
    TimeProvider time) : IActivity<VerifyFleet.Input, VerifyFleet.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, Result> Name { get; } = new("VerifyFleet");

    /// <inheritdoc />
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        IInventoryClient inventory = environments.For(rotation.EnvironmentId).Inventory;
        IReadOnlyList<ActiveGateInfo> gates = await inventory.ListActiveGatesAsync(cancellationToken);
        List<OneAgentInfo> agents = await inventory.ListOneAgentsAsync(cancellationToken).ToListAsync(cancellationToken);

        IReadOnlyList<TargetRecord> before = await FollowAsync(input.RotationId, gates, cancellationToken);
        HashSet<string> online =
        [
            .. gates.Where(static gate => gate.IsOnline).Select(static gate => gate.Id),
            .. agents.Where(static agent => agent.IsOnline).Select(static agent => agent.EntityId),
        ];
        return await CompareAsync(input, before, FleetMerge.TurnedUp(before, gates, agents), online, cancellationToken);
    }

    /// <summary>Reads the targets, and gives an ActiveGate that came back under another id that id.</summary>
    private async Task<IReadOnlyList<TargetRecord>> FollowAsync(
        string rotationId,
        IReadOnlyList<ActiveGateInfo> gates,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(rotationId, cancellationToken);
        List<TargetRecord> followed = [];
        foreach (TargetRecord target in all)
        {
            followed.Add(ActiveGateSuccessor.From(target, gates, all) is { } successor
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

    /// <summary>Asks whether what was changed is online.</summary>
    /// <param name="RotationId">The rotation.</param>
    /// <param name="IsLastLook">True when what is not online now shall be Inconclusive.</param>
    public sealed record Input(string RotationId, bool IsLastLook);

    /// <summary>What Dynatrace said.</summary>
    /// <param name="NotOnline">How many changed targets are not online yet.</param>
    public sealed record Result(int NotOnline);
}
