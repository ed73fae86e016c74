using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Proving;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// Asks Dynatrace whether a restarted ActiveGate is online again. Ends its pool's turn when it is, or when its time has passed.
/// </summary>
public sealed class CheckActiveGateOnline(
    RotationLedger rotations,
    TargetLedger targets,
    PlanLedger plans,
    PoolTurn turn,
    DynatraceEnvironments environments,
    TimeProvider time) : IActivity<CheckActiveGateOnline.Input, CheckActiveGateOnline.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, Result> Name { get; } = new("CheckGateOnline");

    /// <inheritdoc />
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        TargetRecord target = await targets.GetAsync(input.RotationId, input.TargetId, cancellationToken);
        IInventoryClient inventory = environments.For(rotation.EnvironmentId).Inventory;
        ActiveGateInfo? activeGate = target.AgentId is { } id ? await inventory.GetActiveGateAsync(id, cancellationToken) : null;
        ActiveGateInfo? successor = activeGate?.IsOnline is true ? null
            : ActiveGateSuccessor.From(
                target,
                await inventory.ListActiveGatesAsync(cancellationToken),
                await targets.ListAsync(input.RotationId, cancellationToken));
        bool isOnline = activeGate?.IsOnline is true || successor is not null;
        if (!isOnline && !input.IsLastLook)
        {
            return new(false, target.State);
        }

        target = await targets.UpdateAsync(
            input.RotationId,
            input.TargetId,
            current => isOnline ? Follow(current, successor) with { Online = true } : NotOnline.Mark(current),
            cancellationToken);
        if (!isOnline)
        {
            await plans.CountFailureAsync(input.RotationId, input.Wave, input.TargetId, cancellationToken);
        }

        await turn.EndAsync(target, input.RotationId, cancellationToken);

        return new(isOnline, target.State);
    }

    private TargetRecord Follow(TargetRecord target, ActiveGateInfo? successor)
        => successor is null ? target : ActiveGateSuccessor.Follow(target, successor, time.GetUtcNow());

    /// <summary>The input for the check.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="TargetId">The target's id.</param>
    /// <param name="IsLastLook">True when the target becomes Inconclusive if it is not online now.</param>
    /// <param name="Wave">The number of the wave that the failure counts for.</param>
    public sealed record Input(string RotationId, string TargetId, bool IsLastLook, int Wave = 0);

    /// <summary>The result of the check.</summary>
    /// <param name="IsOnline">Whether Dynatrace sees the ActiveGate online.</param>
    /// <param name="State">The target's state now.</param>
    public sealed record Result(bool IsOnline, TargetState State);
}
