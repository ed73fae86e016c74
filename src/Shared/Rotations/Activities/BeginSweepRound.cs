using TenantTokens.Claims;
using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Begins a round of the sweep, with a fresh generation: a command of the rotation that comes late must not stand above it.</summary>
public sealed class BeginSweepRound(RotationLedger rotations, TargetLedger targets, SweepClaim claim, AuditTrail audit, TimeProvider time)
    : IActivity<string, SweepRound>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, SweepRound> Name { get; } = new("BeginSweepRound");

    /// <inheritdoc />
    public async Task<SweepRound> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        RotationRecord? latest = await rotations.FindLatestAsync(rotation.EnvironmentId, cancellationToken);
        if (rotation.Phase is not RotationPhase.Completed || rotation.SweepUntil is not { } until || time.GetUtcNow() >= until || latest?.RotationId != input)
        {
            return new(IsOver: true);
        }

        if (await claim.ReadAsync(rotation, cancellationToken) is not ClaimSweep.May and var verdict)
        {
            return new(IsOver: verdict is ClaimSweep.Over, IsHeld: verdict is ClaimSweep.Waits);
        }

        int pending = (await targets.ListAsync(input, cancellationToken)).Count(static target => target.State is TargetState.Pending);
        if (pending > 0)
        {
            long generation = await rotations.NextGenerationAsync(rotation.EnvironmentId, cancellationToken);
            await rotations.UpdateAsync(input, current => current with { Generation = generation }, cancellationToken);
            await audit.AddAsync(input, "sweep-round", AuditEvent.Product, $"{pending} targets that are back get the new token.", cancellationToken);
        }

        return new(IsOver: false, pending);
    }
}
