using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Asks Dynatrace whether a restarted ActiveGate is online again, and ends its pool's turn when it is or when the time for it has passed.</summary>
public sealed class CheckGateOnline(RotationLedger rotations, TargetLedger targets, PlanLedger plans, PoolLeases pools, DynatraceEnvironments environments) : IActivity<CheckGateInput, GateOnline>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<CheckGateInput, GateOnline> Name { get; } = new(nameof(CheckGateOnline));

    /// <inheritdoc />
    public async Task<GateOnline> RunAsync(CheckGateInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        TargetRecord target = await targets.GetAsync(input.RotationId, input.TargetId, cancellationToken);
        ActiveGateInfo? gate = target.AgentId is { } id ? await environments.For(rotation.EnvironmentId).Inventory.GetActiveGateAsync(id, cancellationToken) : null;
        bool isOnline = gate?.IsOnline is true;
        if (!isOnline && !input.IsLastLook)
        {
            return new(false, target.State);
        }

        target = await targets.UpdateAsync(input.RotationId, input.TargetId, current => isOnline ? current with { Online = true } : NotOnline.Mark(current), cancellationToken);
        if (!isOnline)
        {
            await plans.CountFailureAsync(input.RotationId, input.Wave, input.TargetId, cancellationToken);
        }

        if (target.Pool is { } pool)
        {
            await pools.ReleaseAsync(pool, SendCommand.HolderOf(input.RotationId, input.TargetId), cancellationToken);
        }

        return new(isOnline, target.State);
    }
}
