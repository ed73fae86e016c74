namespace TenantTokens.Rotations.Claiming;

/// <summary>
/// The name of a copy of the product for people. It is part of the claim, and an operator uses it to take the claim over.
/// </summary>
/// <param name="Who">The account that it runs under.</param>
/// <param name="Where">The machine and directory, or the app.</param>
public sealed record CopyPlace(string Who, string Where)
{
    /// <summary>The names of this process, if the host sets no better ones.</summary>
    public static CopyPlace Default { get; } = new(Environment.UserName, Environment.MachineName);

    /// <summary>Makes a claim of this copy that is not written yet.</summary>
    internal ClaimVersion NewClaim(string copy, string rotationId, ClaimReading reading)
        => new("", reading.VaultTime, copy, rotationId, Who, Where) { Expires = reading.VaultTime + EnvironmentClaim.Lifetime };
}
