namespace TenantTokens.Web.Identity;

/// <summary>What a request says about who sent it.</summary>
/// <param name="Caller">Who; null when it says nothing that counts.</param>
/// <param name="Refusal">Why something that it says does not count, as a sentence; null when it says nothing, or all is well.</param>
public sealed record IdentityVerdict(Caller? Caller, string? Refusal = null)
{
    /// <summary>It says nothing.</summary>
    public static IdentityVerdict Nothing { get; } = new(Caller: null);
}
