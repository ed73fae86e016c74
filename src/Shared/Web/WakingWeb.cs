using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantTokens.Durable;
using TenantTokens.Rotations.Driving;

namespace TenantTokens.Web;

/// <summary>
/// The pages and the API on a host that does not watch its ledger: after each request that may have written something, it wakes the
/// rotations. What was written counts even if the waking fails, so a failure is only logged.
/// </summary>
/// <param name="services">What <see cref="RotationWeb.Build"/> needs, and a <see cref="RotationWaker"/>.</param>
public sealed partial class WakingWeb(IServiceProvider services)
{
    private readonly RequestDelegate _app = RotationWeb.Build(services);
    private readonly RotationWaker _waker = services.GetRequiredService<RotationWaker>();
    private readonly ILogger<WakingWeb> _logger = services.GetRequiredService<ILogger<WakingWeb>>();

    /// <summary>Answers a request, then wakes the rotations if the request may have written something.</summary>
    public async Task AnswerAsync(HttpContext context, IDurableClient client)
    {
        ArgumentNullException.ThrowIfNull(context);
        await _app(context);
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || context.Response.StatusCode >= 400)
        {
            return; // nothing was written
        }

        try
        {
            await _waker.WakeAllAsync(client, CancellationToken.None); // the caller may be gone by now, but what they wrote remains
        }
        catch (AggregateException exception)
        {
            Log.NotWoken(_logger, string.Join(", ", exception.InnerExceptions.Select(static failure => failure.GetType().Name).Distinct()));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The rotations were not woken ({Exception}); what was written to the ledger counts when they next look.")]
        public static partial void NotWoken(ILogger logger, string exception);
    }
}
