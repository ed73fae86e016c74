using Azure.Core;
using Azure.Core.Pipeline;

namespace TenantTokens.RunCommand;

/// <summary>
/// Azure.Core's retries, but never of a PUT (nobody knows what a lost one did) and never of a 429, whose wait may be longer than we stay.
/// </summary>
internal sealed class ArmRetryPolicy() : RetryPolicy(maxRetries: 3)
{
    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => MayRetry(message) && base.ShouldRetry(message, exception);

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception)
        => MayRetry(message) && await base.ShouldRetryAsync(message, exception);

    private static bool MayRetry(HttpMessage message)
        => message.Request.Method != RequestMethod.Put && !(message.HasResponse && message.Response.Status is 429);
}
