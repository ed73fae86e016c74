using Azure.Core;

namespace TenantTokens.Azure;

/// <summary>
/// Azure's retries, but never of a PUT (nobody knows what a lost one did) and never of a 429, whose wait may be longer than we stay.
/// </summary>
internal sealed class ArmRetryPolicy(TimeProvider time, Random jitter) : AzureRetryPolicy(time, jitter)
{
    protected override bool MayRetry(HttpMessage message)
        => message.Request.Method != RequestMethod.Put && !(message.HasResponse && message.Response.Status is 429);
}
