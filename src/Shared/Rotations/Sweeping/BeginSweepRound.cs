using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Claiming;

namespace TenantTokens.Rotations.Sweeping;

/// <summary>Begins a round of the sweep, with a new generation, so that a late command of the rotation cannot override it.</summary>
public sealed class BeginSweepRound(RotationLedger rotations, TargetLedger targets, SweepClaim claim, AuditTrail audit, TimeProvider time)
    : IActivity<string, BeginSweepRound.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("BeginSweepRound");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        RotationRecord? latest = await rotations.FindLatestAsync(rotation.EnvironmentId, cancellationToken);
        if (rotation.Phase is not RotationPhase.Completed
            || rotation.SweepUntil is not { } until
            || time.GetUtcNow() >= until
            || latest?.RotationId != input)
        {
            return new(IsOver: true);
        }

        if (await claim.ReadAsync(rotation, cancellationToken) is not ClaimSweep.May and var verdict)
        {
            return new(IsOver: verdict is ClaimSweep.Over, IsHeld: verdict is ClaimSweep.Waits);
        }

        int pending = (await targets.ListAsync(input, cancellationToken)).Count(static target => target.IsOpenFor(TargetAction.Apply));
        if (pending > 0)
        {
            long generation = await rotations.NextGenerationAsync(rotation.EnvironmentId, cancellationToken);
            await rotations.UpdateAsync(input, current => current with { Generation = generation }, cancellationToken);
            await audit.AddAsync(
                input,
                "sweep-round",
                AuditEvent.Product,
                $"{pending} targets that are back get the new token.",
                cancellationToken);
        }

        return new(IsOver: false, pending);
    }

    /// <summary>Whether the sweep has a round now.</summary>
    /// <param name="IsOver">True when its time has passed or a new rotation has begun.</param>
    /// <param name="Pending">The number of targets in this round.</param>
    /// <param name="IsHeld">Whether nothing may be sent, because another copy holds the claim for this rotation.</param>
    public sealed record Result(bool IsOver, int Pending = 0, bool IsHeld = false);
}
