using System.Globalization;
using Azure;
using Azure.Identity;

namespace TenantTokens.Tokens;

/// <summary>Recognizes the exceptions of Azure's client for a vault that refuses or does not answer.</summary>
internal static class VaultOutage
{
    /// <summary>
    /// Whether the exception is an outage of the vault: an error status, a vault that cannot be reached (several failed tries are an <see
    /// cref="AggregateException"/>), or no access token for it. A cancelled call is not an outage.
    /// </summary>
    public static bool Is(Exception exception)
        => exception is RequestFailedException or AuthenticationFailedException or KeysUnavailableException
            || (exception is AggregateException { InnerExceptions: { Count: > 0 } tries } && tries.All(Is));

    /// <summary>
    /// Says why, as the end of a sentence. Never quotes the message of Azure's client, which contains what the server answered.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="limit">How long the caller waited.</param>
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
