using TenantTokens.Durable;

namespace TenantTokens.Rotations.Orchestration;

/// <summary>Reads the rotation's phase.</summary>
public sealed class ReadPhase(RotationLedger rotations) : IActivity<string, RotationPhase>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, RotationPhase> Name { get; } = new("ReadPhase");

    /// <inheritdoc />
    public async Task<RotationPhase> RunAsync(string input, CancellationToken cancellationToken)
        => (await rotations.GetAsync(input, cancellationToken)).Phase;
}
