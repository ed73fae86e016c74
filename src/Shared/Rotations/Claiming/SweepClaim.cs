using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Claiming;

/// <summary>
/// Decides whether a sweep may go on: only in the copy that finished the rotation, and only until another copy starts one.
/// </summary>
public sealed class SweepClaim(ClaimVault vault, CopyLedger copies, CopyPlace place, RotationLedger rotations, AuditTrail audit)
{
    /// <summary>Checks whether a round of the sweep may send. Takes the sweep over when an operator has ordered that by name.</summary>
    public async Task<ClaimSweep> ReadAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        string secret = ClaimName.From(rotation.EnvironmentId);
        string copy = await copies.GetIdAsync(cancellationToken);
        ClaimReading reading = await vault.ReadAsync(secret, cancellationToken);
        ClaimVersion? other = reading.Holder is { } holder && holder.Copy != copy ? holder : null;
        other ??= reading.Enabled.FirstOrDefault(claim => claim.RotationId == rotation.RotationId && claim.Copy != copy);
        if (other?.RotationId == rotation.RotationId)
        {
            return await MeetCopyAsync(rotation, secret, copy, other, reading, cancellationToken);
        }

        bool isOurs = rotation.ClaimVersion is null || reading.Enabled.Any(claim => claim.IsOf(copy, rotation.RotationId));
        return other is null && isOurs ? ClaimSweep.May : ClaimSweep.Over;
    }

    /// <summary>Handles the case that another copy has the same rotation in its ledger, because one of the ledgers was imported.</summary>
    private async Task<ClaimSweep> MeetCopyAsync(
        RotationRecord rotation, string secret, string copy, ClaimVersion other, ClaimReading reading, CancellationToken cancellationToken)
    {
        if (other.Where != rotation.ClaimTakeOver)
        {
            await rotations.UpdateAsync(
                rotation.RotationId, current => current with { ClaimHeldBy = other.Where, ClaimTakeOver = null }, cancellationToken);
            return ClaimSweep.Waits;
        }

        ClaimVersion claim = place.NewClaim(copy, rotation.RotationId, reading) with { Expires = null, IsSweep = true };
        string version = (await vault.WriteAsync(secret, claim, cancellationToken)).Version;
        await vault.DisableAsync(secret, other, cancellationToken);
        await rotations.UpdateAsync(
            rotation.RotationId,
            current => current with { ClaimVersion = version, ClaimHeldBy = null, ClaimTakeOver = null },
            cancellationToken);
        string detail = ClaimText.TakenOver(rotation.EnvironmentId, other);
        await audit.AddAsync(rotation.RotationId, "claim-taken-over", AuditEvent.Product, detail, cancellationToken);
        return ClaimSweep.May;
    }
}
