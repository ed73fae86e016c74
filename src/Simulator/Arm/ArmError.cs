using Microsoft.AspNetCore.Http;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Arm;

/// <summary>Writes Azure Resource Manager's error bodies.</summary>
internal static class ArmError
{
    public static Task WriteAsync(HttpContext context, int status, string code, string message)
        => Answer.JsonAsync(context, status, new { error = new { code, message } });

    public static Task ChallengeAsync(HttpContext context, string message)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer authorization_uri=\"https://login.microsoftonline.com/common\","
            + " error=\"invalid_token\", error_description=\"The access token is missing or invalid.\"";
        return WriteAsync(
            context,
            401,
            context.Request.Headers.Authorization.Count is 0 ? "AuthenticationFailed" : "InvalidAuthenticationToken",
            message);
    }

    /// <summary>
    /// Answers 429. "OperationNotAllowed" is also the code for a VM that is not running; only the status distinguishes them
    /// (docs/facts/azure.md §4).
    /// </summary>
    public static Task ThrottledAsync(HttpContext context, WorldClock clock, TimeSpan simulated)
    {
        Answer.RetryAfter(context, clock, simulated);
        context.Response.Headers["x-ms-ratelimit-remaining-resource"] = "Microsoft.Compute/UpdateVM;0";
        return Answer.JsonAsync(context, 429, new
        {
            error = new
            {
                code = "OperationNotAllowed",
                message = "The server rejected the request because too many requests have been received for this subscription.",
                details = new[]
                {
                    new
                    {
                        code = "TooManyRequests",
                        target = "UpdateVM",
                        message = "{\"operationGroup\":\"UpdateVM\",\"allowedRequestCount\":1500,\"measuredRequestCount\":1501}",
                    },
                },
            },
        });
    }
}
