namespace TenantTokens.Rotations.Claiming;

/// <summary>
/// Leaves a step before anything is sent, because this copy does not hold the claim on the environment: the rotation parks.
/// </summary>
/// <param name="code">Why, for machines.</param>
/// <param name="message">Why, for people.</param>
internal sealed class ClaimHeldException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
