namespace TenantTokens.Rotations.Claiming;

/// <summary>How a copy of the product is known to people: it stands in the claim, and the copy is taken over by it.</summary>
/// <param name="Who">The account that it runs under.</param>
/// <param name="Where">The machine and directory, or the app.</param>
public sealed record CopyPlace(string Who, string Where)
{
    /// <summary>This process, when the host says nothing better.</summary>
    public static CopyPlace Default { get; } = new(Environment.UserName, Environment.MachineName);

    /// <summary>A claim of this copy that is about to be written.</summary>
    internal ClaimVersion NewClaim(string copy, string rotationId, ClaimReading reading)
        => new("", reading.VaultTime, copy, rotationId, Who, Where) { Expires = reading.VaultTime + EnvironmentClaim.Lifetime };
}
