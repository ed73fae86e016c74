using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Sending;

namespace TenantTokens.Rotations.Activities;

/// <summary>Asks Dynatrace whether a restarted ActiveGate is online again, and ends its pool's turn when it is or when the time for it has passed.</summary>
public sealed class CheckGateOnline(RotationLedger rotations, TargetLedger targets, PlanLedger plans, PoolLeases pools, DynatraceEnvironments environments, TimeProvider time) : IActivity<CheckGateInput, GateOnline>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<CheckGateInput, GateOnline> Name { get; } = new("CheckGateOnline");

    /// <inheritdoc />
    public async Task<GateOnline> RunAsync(CheckGateInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        TargetRecord target = await targets.GetAsync(input.RotationId, input.TargetId, cancellationToken);
        IInventoryClient inventory = environments.For(rotation.EnvironmentId).Inventory;
        ActiveGateInfo? gate = target.AgentId is { } id ? await inventory.GetActiveGateAsync(id, cancellationToken) : null;
        ActiveGateInfo? successor = gate?.IsOnline is true ? null
            : ActiveGateSuccessor.Of(target, await inventory.ListActiveGatesAsync(cancellationToken), await targets.ListAsync(input.RotationId, cancellationToken));
        bool isOnline = gate?.IsOnline is true || successor is not null;
        if (!isOnline && !input.IsLastLook)
        {
            return new(false, target.State);
        }

        target = await targets.UpdateAsync(input.RotationId, input.TargetId, current => isOnline ? Follow(current, successor) with { Online = true } : NotOnline.Mark(current), cancellationToken);
        if (!isOnline)
        {
            await plans.CountFailureAsync(input.RotationId, input.Wave, input.TargetId, cancellationToken);
        }

        if (target.Pool is { } pool)
        {
            await pools.ReleaseAsync(pool, PoolTurn.HolderOf(input.RotationId, input.TargetId), cancellationToken);
        }

        return new(isOnline, target.State);
    }

    private TargetRecord Follow(TargetRecord target, ActiveGateInfo? successor) => successor is null ? target : ActiveGateSuccessor.Follow(target, successor, time.GetUtcNow());
}
