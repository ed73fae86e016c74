namespace TenantTokens.Rotations.Claiming;

/// <summary>What the vault says about the claim on an environment at one moment.</summary>
/// <param name="Enabled">The enabled versions, in no order.</param>
/// <param name="VaultTime">The vault's clock when it began to answer.</param>
public sealed record ClaimReading(IReadOnlyList<ClaimVersion> Enabled, DateTimeOffset VaultTime)
{
    /// <summary>
    /// How long a version is left before it counts for whoever wrote it. The vault tells whole seconds, so by then every version that could
    /// stand before it is in the list.
    /// </summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The claim that counts: the earliest by the vault's clock, of two of the same second the one whose version id comes first. Null when
    /// nobody holds the environment; a sweep does not hold it.
    /// </summary>
    public ClaimVersion? Holder => Enabled
        .Where(claim => !claim.IsSweep && !HasExpired(claim))
        .OrderBy(static claim => claim.CreatedAt)
        .ThenBy(static claim => claim.Version, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>Whether nobody can come before this version any more.</summary>
    public bool IsSettled(ClaimVersion claim) => VaultTime >= claim.CreatedAt + SettleTime;

    /// <summary>Whether it was taken before start and its time is over.</summary>
    public bool HasExpired(ClaimVersion claim) => claim.Expires < VaultTime;
}
