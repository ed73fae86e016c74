using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Claiming;

/// <summary>Looks at claims and changes none.</summary>
public sealed class ClaimReader(ClaimVault vault, CopyLedger copies, RotationLedger rotations)
{
    /// <summary>
    /// Whether another copy has taken the claim of an open rotation over. The ledger then remembers which, so that it can be named.
    /// </summary>
    /// <returns>Null when none has, and when nobody can tell: a vault that does not answer is no loss.</returns>
    public async Task<ClaimRefusal?> FindLossAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        try
        {
            string copy = await copies.GetIdAsync(cancellationToken);
            ClaimReading reading = await vault.ReadAsync(ClaimName.From(rotation.EnvironmentId), cancellationToken);
            if (reading.Holder is not { } other || other.Copy == copy || other.Where == rotation.ClaimTakeOver)
            {
                return null; // what an operator has said to take over is taken before anything is sent, and until then it is no loss
            }

            await rotations.UpdateAsync(rotation.RotationId, current => current with { ClaimHeldBy = other.Where }, cancellationToken);
            return new(ParkCodes.ClaimLost, ClaimText.Refusal(rotation.EnvironmentId, other, reading.VaultTime));
        }
        catch (Exception exception) when (VaultOutage.Is(exception) || exception is TokenVaultException)
        {
            return null;
        }
    }

    /// <summary>Who holds the environment now, in one sentence; also when the vault does not answer.</summary>
    public async Task<string> DescribeAsync(string environmentId, CancellationToken cancellationToken)
    {
        try
        {
            string copy = await copies.GetIdAsync(cancellationToken);
            ClaimReading reading = await vault.ReadAsync(ClaimName.From(environmentId), cancellationToken);
            return ClaimText.Describe(environmentId, reading.Holder ?? reading.Enabled.FirstOrDefault(static claim => claim.IsSweep), copy);
        }
        catch (Exception exception) when (VaultOutage.Is(exception) || exception is TokenVaultException or OperationCanceledException)
        {
            return $"Claim: {ClaimText.Why(exception)}.";
        }
    }
}
