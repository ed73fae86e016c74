using Azure.Core;

namespace TenantTokens.Azure;

/// <summary>
/// Retries as Azure.Core does, but never a PUT (a lost one may have taken effect) and never a 429, whose wait may be longer than an
/// activity should block.
/// </summary>
internal sealed class ArmRetryPolicy(TimeProvider time, Random jitter) : AzureRetryPolicy(time, jitter)
{
    protected override bool MayRetry(HttpMessage message)
        => message.Request.Method != RequestMethod.Put && !(message.HasResponse && message.Response.Status is 429);
}
