using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Claiming;

/// <summary>Reads claims and changes none.</summary>
public sealed class ClaimReader(ClaimVault vault, CopyLedger copies, RotationLedger rotations)
{
    /// <summary>Checks whether another copy has taken over the claim of an open rotation, and records which one in the ledger.</summary>
    /// <returns>The refusal; null when no copy has, or when the vault does not answer, which is not a loss.</returns>
    public async Task<ClaimRefusal?> FindLossAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        try
        {
            string copy = await copies.GetIdAsync(cancellationToken);
            ClaimReading reading = await vault.ReadAsync(ClaimName.From(rotation.EnvironmentId), cancellationToken);
            if (reading.Holder is not { } other || other.Copy == copy || other.Where == rotation.ClaimTakeOver)
            {
                return null; // the operator's takeover is done before anything is sent, and until then the claim is not lost
            }

            await rotations.UpdateAsync(rotation.RotationId, current => current with { ClaimHeldBy = other.Where }, cancellationToken);
            return new(ParkCodes.ClaimLost, ClaimText.Refusal(rotation.EnvironmentId, other, reading.VaultTime));
        }
        catch (Exception exception) when (VaultOutage.Is(exception) || exception is TokenVaultException)
        {
            return null;
        }
    }

    /// <summary>Says in one sentence who holds the environment now, or that the vault does not answer.</summary>
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
