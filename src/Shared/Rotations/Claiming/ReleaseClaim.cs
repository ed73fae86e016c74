using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Claiming;

/// <summary>Releases the claim when a rotation has ended; a completed one keeps it for its sweep. Repeatable.</summary>
public sealed class ReleaseClaim(RotationLedger rotations, EnvironmentClaim claim, AuditTrail audit) : IActivity<string, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, bool> Name { get; } = new("ReleaseClaim");

    /// <summary>
    /// Releases the claim. Returns false when the vault does not answer; the next rotation of this copy then cleans up, and the audit trail
    /// says so.
    /// </summary>
    public async Task<bool> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        try
        {
            await claim.ReleaseAsync(rotation, cancellationToken);
            return true;
        }
        catch (Exception exception) when (VaultOutage.Is(exception) || exception is TokenVaultException)
        {
            string name = ClaimName.From(rotation.EnvironmentId);
            await audit.AddAsync(
                input,
                "claim-not-released",
                AuditEvent.Product,
                $"The vault does not answer, so the claim {name} still stands. "
                + "The next rotation of this copy ends it. Another copy can take it over.",
                cancellationToken);
            return false;
        }
    }
}
