using TenantTokens.Ledger;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Claiming;

/// <summary>
/// The claim of this copy on an environment. Of all copies that share the vault, only the one that holds the claim sends anything. Between
/// the check and what is sent after it, another copy could take the claim over; docs/copies.md says how long that time is.
/// </summary>
public sealed class EnvironmentClaim(
    ClaimVault vault, CopyLedger copies, CopyPlace place, RotationLedger rotations, AuditTrail audit, TimeProvider time)
{
    /// <summary>How long a claim without a sent start is valid, by the vault's clock.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>How often a holder renews its claim.</summary>
    public static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(15);

    /// <summary>The shortest remaining time of a claim that is relied on. With less, it is given up and a new one is taken.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private const int MaxLooks = 40;
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Checks, before anything is sent for a rotation, that this copy holds the claim. Reads it from the vault; takes it when no copy holds
    /// it and this rotation never had it; renews it; takes it over when an operator has ordered that by name.
    /// </summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="isLasting">
    /// True just before start, finish or cancel is sent. From then on the claim does not expire, even if this process ends.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when this copy holds the claim; otherwise why nothing may be sent.</returns>
    /// <exception cref="TokenVaultException">
    /// The vault's clock does not advance, its answer has no time, or another writer keeps changing the secret.
    /// </exception>
    public async Task<ClaimRefusal?> WhyNotAsync(RotationRecord rotation, bool isLasting, CancellationToken cancellationToken)
    {
        string secret = ClaimName.From(rotation.EnvironmentId);
        string copy = await copies.GetIdAsync(cancellationToken);
        bool isToLast = isLasting || rotation.StartTookEffect;
        TimeSpan pause = _shortestPause;
        for (int look = 0; look < MaxLooks; look++)
        {
            ClaimReading reading = await vault.ReadAsync(secret, cancellationToken);
            switch (reading.Holder)
            {
                case { } ours when ours.IsOf(copy, rotation.RotationId):
                    if (reading.IsSettled(ours) && await TryKeepAsync(rotation, isToLast, secret, ours, reading, cancellationToken))
                    {
                        return null;
                    }

                    pause = await PauseUnlessSettledAsync(pause, reading.IsSettled(ours), cancellationToken);
                    break;
                case { } earlier when earlier.Copy == copy:
                    // The claim belongs to a rotation of ours that has ended: the ledger has only one open at a time.
                    await vault.DisableAsync(secret, earlier, cancellationToken);
                    break;
                case { } other when other.Where == rotation.ClaimTakeOver:
                    await TakeOverAsync(rotation, secret, copy, other, reading, cancellationToken);
                    break;
                case { } other:
                    return await RefuseAsync(rotation, secret, copy, other, reading, cancellationToken);
                case null when rotation.ClaimVersion is not null:
                    return await LoseAsync(rotation, cancellationToken);
                default:
                    await TakeAsync(rotation, secret, copy, reading, cancellationToken);
                    break;
            }
        }

        throw new TokenVaultException(
            $"The claim {secret} cannot be taken: the vault's clock stands still, or something else keeps writing to that secret.");
    }

    /// <summary>
    /// Ends the claim with its rotation. A completed rotation keeps it for its sweep, but a start of another copy takes precedence. Does
    /// nothing when there is no claim.
    /// </summary>
    public async Task ReleaseAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        string secret = ClaimName.From(rotation.EnvironmentId);
        string copy = await copies.GetIdAsync(cancellationToken);
        ClaimReading reading = await vault.ReadAsync(secret, cancellationToken);
        foreach (ClaimVersion ours in reading.Enabled.Where(claim => claim.IsOf(copy, rotation.RotationId)))
        {
            await (rotation.IsToBeSwept
                ? vault.RenewAsync(secret, ours with { IsSweep = true, Seen = reading.VaultTime }, cancellationToken)
                : vault.DisableAsync(secret, ours, cancellationToken));
        }
    }

    /// <summary>Waits unless the claim is settled, and returns the next pause.</summary>
    private async Task<TimeSpan> PauseUnlessSettledAsync(TimeSpan pause, bool isSettled, CancellationToken cancellationToken)
    {
        if (isSettled)
        {
            return pause;
        }

        await Task.Delay(pause, time, cancellationToken);
        return pause < _longestPause ? pause * 2 : pause;
    }

    private async Task TakeAsync(
        RotationRecord rotation, string secret, string copy, ClaimReading reading, CancellationToken cancellationToken)
    {
        await vault.WriteAsync(secret, place.NewClaim(copy, rotation.RotationId, reading), cancellationToken);
        string detail = $"The claim on {rotation.EnvironmentId} is requested in the vault secret {secret}.";
        await audit.AddAsync(rotation.RotationId, "claim-taken", AuditEvent.Product, detail, cancellationToken);
    }

    /// <summary>
    /// Takes the claim over. Ours is written before theirs ends, so that a crash in between leaves no moment without a holder.
    /// </summary>
    private async Task TakeOverAsync(
        RotationRecord rotation, string secret, string copy, ClaimVersion other, ClaimReading reading, CancellationToken cancellationToken)
    {
        if (!reading.Enabled.Any(claim => claim.IsOf(copy, rotation.RotationId) && !claim.IsSweep && !reading.HasExpired(claim)))
        {
            await vault.WriteAsync(secret, place.NewClaim(copy, rotation.RotationId, reading), cancellationToken);
        }

        await vault.DisableAsync(secret, other, cancellationToken);
        string detail = ClaimText.TakenOver(rotation.EnvironmentId, other);
        await audit.AddAsync(rotation.RotationId, "claim-taken-over", AuditEvent.Product, detail, cancellationToken);
    }

    /// <summary>Whether our claim can be relied on as it is. If not, this call fixes it, and the caller checks again.</summary>
    private async Task<bool> TryKeepAsync(
        RotationRecord rotation, bool isToLast, string secret, ClaimVersion ours, ClaimReading reading, CancellationToken cancellationToken)
    {
        if (ours.Expires - reading.VaultTime < Margin)
        {
            await vault.DisableAsync(secret, ours, cancellationToken);
            return false;
        }

        if (isToLast && ours.Expires is not null)
        {
            await vault.RenewAsync(secret, ours with { Expires = null, Seen = reading.VaultTime }, cancellationToken);
            return false;
        }

        await KeepAsync(rotation, secret, ours, reading, cancellationToken);
        return true;
    }

    /// <summary>Completes the holding of the claim: renews it, removes what ranks behind it, and records it in the ledger.</summary>
    private async Task KeepAsync(
        RotationRecord rotation, string secret, ClaimVersion ours, ClaimReading reading, CancellationToken cancellationToken)
    {
        if (reading.VaultTime - (ours.Seen ?? ours.CreatedAt) >= RenewAfter)
        {
            DateTimeOffset? expires = ours.Expires is null ? null : reading.VaultTime + Lifetime;
            await vault.RenewAsync(secret, ours with { Expires = expires, Seen = reading.VaultTime }, cancellationToken);
        }

        if (rotation.StartTookEffect)
        {
            foreach (ClaimVersion sweep in reading.Enabled.Where(static claim => claim.IsSweep))
            {
                await vault.DisableAsync(secret, sweep, cancellationToken); // this start has ended it
            }
        }

        string? lasting = ours.Expires is null ? ours.Version : null;
        await rotations.UpdateAsync(
            rotation.RotationId,
            current => current with { ClaimVersion = lasting ?? current.ClaimVersion, ClaimHeldBy = null, ClaimTakeOver = null },
            cancellationToken);
    }

    /// <summary>
    /// Refuses, and withdraws what this copy has written beside the earlier claim, since it would block others for a while.
    /// </summary>
    private async Task<ClaimRefusal> RefuseAsync(
        RotationRecord rotation, string secret, string copy, ClaimVersion other, ClaimReading reading, CancellationToken cancellationToken)
    {
        foreach (ClaimVersion ours in reading.Enabled.Where(claim => claim.IsOf(copy, rotation.RotationId)))
        {
            await vault.DisableAsync(secret, ours, cancellationToken);
        }

        await rotations.UpdateAsync(
            rotation.RotationId, current => current with { ClaimHeldBy = other.Where, ClaimTakeOver = null }, cancellationToken);
        string code = rotation is { ClaimVersion: null, StartTookEffect: false } ? ParkCodes.ClaimHeld : ParkCodes.ClaimLost;
        return new(code, ClaimText.Refusal(rotation.EnvironmentId, other, reading.VaultTime));
    }

    private async Task<ClaimRefusal> LoseAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        await rotations.UpdateAsync(
            rotation.RotationId, static current => current with { ClaimHeldBy = null, ClaimTakeOver = null }, cancellationToken);
        return new(ParkCodes.ClaimLost, ClaimText.Gone(rotation.EnvironmentId));
    }
}
