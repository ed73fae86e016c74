using TenantTokens.Configuration.Options;
using TenantTokens.Durable;

namespace TenantTokens.Rotations.Orchestration;

/// <summary>Reads the waits that apply to a rotation now; they change when it becomes an emergency.</summary>
public sealed class ReadWaits(RotationLedger rotations, PolicyOptions policy) : IActivity<string, RotationWaits>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, RotationWaits> Name { get; } = new("ReadWaits");

    /// <inheritdoc />
    public async Task<RotationWaits> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        RotationWaits waits = RotationWaits.From(policy, rotation.IsUrgent);
        return rotation.OldTokenIsDead ? waits with { CanarySoak = TimeSpan.Zero, Soak = TimeSpan.Zero } : waits;
    }
}
