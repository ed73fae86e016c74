using System.Globalization;
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
    public static bool Is(Exception exception)
        => exception is RequestFailedException or AuthenticationFailedException or KeysUnavailableException
            || (exception is AggregateException { InnerExceptions: { Count: > 0 } tries } && tries.All(Is));

    /// <summary>Why, as the end of a sentence. Never the message of Azure's client: it holds what the server answered.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="limit">How long it was waited for.</param>
    public static string Why(Exception exception, TimeSpan limit) => exception switch
    {
        RequestFailedException { Status: > 0 } refused
            => string.Create(CultureInfo.InvariantCulture, $"the vault answered {refused.Status} {refused.ErrorCode}").TrimEnd(),
        AuthenticationFailedException => "the app's identity got no token for it",
        OperationCanceledException
            => string.Create(CultureInfo.InvariantCulture, $"it did not answer within {limit.TotalSeconds:0.#} seconds"),
        _ => "it does not answer",
    };
}
