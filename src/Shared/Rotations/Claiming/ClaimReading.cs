namespace TenantTokens.Rotations.Claiming;

/// <summary>The claim on an environment as the vault shows it at one moment.</summary>
/// <param name="Enabled">The enabled versions, in no particular order.</param>
/// <param name="VaultTime">The vault's clock when it began to answer.</param>
public sealed record ClaimReading(IReadOnlyList<ClaimVersion> Enabled, DateTimeOffset VaultTime)
{
    /// <summary>
    /// How long a version must exist before its writer may rely on it. The vault's times are in whole seconds, so after that every version
    /// that could rank before it is in the list.
    /// </summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The version that holds the claim: the earliest by the vault's clock; of two in the same second, the one with the lower version id.
    /// Null when no copy holds the environment. A sweep does not hold it.
    /// </summary>
    public ClaimVersion? Holder => Enabled
        .Where(claim => !claim.IsSweep && !HasExpired(claim))
        .OrderBy(static claim => claim.CreatedAt)
        .ThenBy(static claim => claim.Version, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>Whether no other version can rank before this one any more.</summary>
    public bool IsSettled(ClaimVersion claim) => VaultTime >= claim.CreatedAt + SettleTime;

    /// <summary>Whether its time is over and no start was sent under it.</summary>
    public bool HasExpired(ClaimVersion claim) => claim.Expires < VaultTime;
}
