using Azure;
using Azure.Identity;

namespace TenantTokens.Tokens;

/// <summary>What Azure's client throws when the vault refuses, or does not answer.</summary>
internal static class VaultOutage
{
    /// <summary>
    /// Whether it is one: an answer that is an error, a vault that nobody reaches (several tries in vain are an <see
    /// cref="AggregateException"/>), or no token for it. A cancelled call is none.
    /// </summary>
    public static bool Is(Exception exception) => exception is RequestFailedException or AuthenticationFailedException
        || (exception is AggregateException { InnerExceptions: { Count: > 0 } tries } && tries.All(Is));
}
