namespace TenantTokens.Rotations.Claiming;

/// <summary>
/// Ends a step before anything is sent, because this copy does not hold the claim on the environment. The rotation parks.
/// </summary>
/// <param name="code">The code of the reason.</param>
/// <param name="message">The reason for people.</param>
internal sealed class ClaimHeldException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
