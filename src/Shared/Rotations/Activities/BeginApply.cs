using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Goes forward again after a restore: a new generation, and every target that can be reached and is not on the new token is pending.</summary>
public sealed class BeginApply(RotationLedger rotations, TargetLedger targets, WaveWriter waves, AuditTrail audit, TimeProvider time) : IActivity<string, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, bool> Name { get; } = new(nameof(BeginApply));

    /// <inheritdoc />
    public async Task<bool> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        if (!rotation.Restoring)
        {
            return true;
        }

        TargetRecord[] again =
        [
            .. (await targets.ListAsync(input, cancellationToken))
                .Where(static target => target is { Machine: not null, State: not TargetState.Uncovered, IsOnNewToken: false })
                .Select(static target => target.Again()),
        ];
        await targets.PutAsync(input, again, cancellationToken);
        await waves.SupersedeAsync(input, time.GetUtcNow(), cancellationToken);
        long generation = await rotations.NextGenerationAsync(rotation.EnvironmentId, cancellationToken);
        foreach (Component component in (Component[])[Component.ActiveGate, Component.OneAgent])
        {
            await waves.AddComponentAsync(input, component, generation, again, cancellationToken);
        }

        await rotations.UpdateAsync(input, current => current with { Restoring = false, Generation = generation, Cancel = null }, cancellationToken);
        await audit.AddAsync(input, "apply-begun", AuditEvent.Product, $"{again.Length} targets go forward again.", cancellationToken);
        return true;
    }
}
