using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.InForce;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.RollingBack;

/// <summary>
/// Finds the next wave of a restore. The tokens in force, which are read before each wave, decide the order. The first target of each
/// component goes alone when it must be seen online.
/// </summary>
public sealed class NextRestore(
    RotationLedger rotations,
    TargetLedger targets,
    PlanLedger plans,
    RestoreDirection direction,
    CanaryWaves canaries,
    TokenSides sides) : IActivity<string, NextRestore.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("NextRestore");

    /// <inheritdoc />
    /// <exception cref="TimeoutException">Connection info cannot be read, and the order depends on it.</exception>
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        RestoreDecision decision = await direction.DecideAsync(rotation, cancellationToken);
        return decision.Order switch
        {
            RestoreOrder.GoForward => new(RestoreStep.GoForward),
            RestoreOrder.Ask => new(
                RestoreStep.Hold,
                Code: ParkCodes.ForeignToken,
                Message: $"{ForeignTokenHold.Restoring} {await sides.DescribeAsync(rotation, cancellationToken)}"),
            _ => await NextWaveAsync(rotation, decision, cancellationToken),
        };
    }

    private async Task<Result> NextWaveAsync(RotationRecord rotation, RestoreDecision decision, CancellationToken cancellationToken)
    {
        WaveRecord[] open =
        [
            .. (await plans.ListWavesAsync(rotation.RotationId, cancellationToken))
                .Where(static wave => wave is { Action: TargetAction.Restore, CompletedAt: null }),
        ];
        bool isOneAgentsFirst = decision.Order is RestoreOrder.OneAgentsFirst;
        foreach (Component component in isOneAgentsFirst ? ComponentOrder.OneAgentsFirst : ComponentOrder.ActiveGatesFirst)
        {
            if (Array.Find(open, wave => wave.Component == component && !wave.IsProof) is not { } rest)
            {
                continue;
            }

            int? canary = decision.IsCanaryNeeded && CanaryWaves.Since(rotation, component) is not null
                ? await canaries.NextAsync(
                    rotation,
                    TargetAction.Restore,
                    component,
                    await targets.ListAsync(rotation.RotationId, cancellationToken),
                    cancellationToken)
                : null;
            return new(
                RestoreStep.Wave,
                canary ?? rest.Number,
                component,
                IsAskedFirst: isOneAgentsFirst && component is Component.ActiveGate,
                MustBeSeen: canary is not null);
        }

        return new(RestoreStep.Done);
    }

    /// <summary>The next step of a restore. Stored in histories: changes by addition only.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Wave">For a wave: its number; otherwise null.</param>
    /// <param name="Component">For a wave: its component.</param>
    /// <param name="IsAskedFirst">
    /// Whether the approvers are asked before it runs: OneAgents may still be on the new token, and these are ActiveGates.
    /// </param>
    /// <param name="MustBeSeen">Whether its host must be seen online before others follow.</param>
    /// <param name="Code">For Hold: the code of the reason; otherwise null.</param>
    /// <param name="Message">For Hold: the reason and what to do, for people; otherwise null.</param>
    public sealed record Result(
        RestoreStep Step,
        int? Wave = null,
        Component Component = default,
        bool IsAskedFirst = false,
        bool MustBeSeen = false,
        string? Code = null,
        string? Message = null);
}
