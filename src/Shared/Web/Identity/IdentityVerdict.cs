namespace TenantTokens.Web.Identity;

/// <summary>The result of identifying the sender of a request.</summary>
/// <param name="Caller">The caller; null when the request has no valid identity of this kind.</param>
/// <param name="Refusal">Why the identity in the request is not valid, as a sentence; null when there is none or it is valid.</param>
public sealed record IdentityVerdict(Caller? Caller, string? Refusal = null)
{
    /// <summary>The request has no identity of this kind.</summary>
    public static IdentityVerdict Nothing { get; } = new(Caller: null);
}
