using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Calls;

/// <summary>
/// Decides whether a rotation that another party started can be driven to its end. Its new token is in force. Its old token is needed for a
/// rollback, so it must be known: it is the one that every probed host has, and it must be in our vault.
/// </summary>
public sealed class ForeignRotation(RotationLedger rotations, TargetLedger targets, TokenVault vault, RotationOptions options)
{
    /// <summary>Finds the old token and records it in the rotation's row. Returns why that is impossible; null when it worked.</summary>
    /// <param name="rotation">The rotation that is to take over.</param>
    /// <param name="inForce">The foreign rotation's new token.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<string?> FindOldTokenAsync(RotationRecord rotation, TenantToken inForce, CancellationToken cancellationToken)
    {
        TargetRecord[] probed =
        [
            .. (await targets.ListAsync(rotation.RotationId, cancellationToken)).Where(static target => target.Probe is not null),
        ];
        string fresh = inForce.Fingerprint(rotation.RotationId);
        string? carried = rotation.OldToken is { } old && old.Fingerprint != fresh
            ? old.Fingerprint
            : probed.Select(static target => target.Probe!.Fingerprint)
                .FirstOrDefault(fingerprint => fingerprint is not null && fingerprint != fresh);
        string[] others = [.. probed.Where(target => target.Probe!.Fingerprint != carried).Select(static target => target.Name)];
        if (carried is null || others.Length > 0)
        {
            return carried is null
                ? "Every probed host carries the token in force, so the old token of somebody else's rotation is not known, and this"
                    + " program cannot take that rotation over. Wait until it has ended, then resume."
                : $"{others.Length} hosts do not carry the old token of somebody else's rotation ({string.Join(", ", others.Take(5))}),"
                    + " so this program cannot take it over. Wait until it has ended, then resume.";
        }

        if (carried == rotation.OldToken?.Fingerprint)
        {
            return null;
        }

        string secretName = options.Environment(rotation.EnvironmentId).TenantTokenSecret;
        if (await vault.FindAsync(secretName, token => token.Fingerprint(rotation.RotationId) == carried, cancellationToken)
            is not { } found)
        {
            return $"No enabled version of the vault secret {secretName} holds the token that the hosts carry, so this program cannot"
                + " take somebody else's rotation over. Wait until it has ended, then resume.";
        }

        await rotations.UpdateAsync(
            rotation.RotationId,
            current => current with { OldToken = new(found.Version, carried), OldTokenBefore = null },
            cancellationToken);
        return null;
    }
}
