using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Teams;

/// <summary>
/// The webhook of a Teams Workflows flow (docs/facts/azure.md §7). The signature in its URL is the only credential; 202 means that a card
/// was accepted.
/// </summary>
internal sealed class WebhookEndpoint(WorldState world)
{
    /// <summary>The vault secret that holds its URL.</summary>
    public const string Secret = "teams-webhook";

    private const int LongestBody = 28 * 1024;

    /// <summary>Returns the webhook's URL.</summary>
    public static string UrlOf(WorldState world, Uri endpoint)
        => $"{endpoint.GetLeftPart(UriPartial.Authority)}/hooks/teams/{world.WebhookSignature}";

    public void Map(IEndpointRouteBuilder routes)
        => routes.MapCall("POST", "/hooks/teams/{signature}", CallName.TeamsWebhook, ServiceKind.Teams, PostAsync);

    private async Task PostAsync(HttpContext context)
    {
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(context.Route("signature")),
            Encoding.UTF8.GetBytes(world.WebhookSignature)))
        {
            await ErrorAsync(context, 401, "DirectApiInvalidAuthorizationScheme", "The request has no valid signature.");
        }
        else if (world.Faults.Next(FaultKind.WebhookError, CallName.TeamsWebhook) is { } fault)
        {
            if (fault.RetryAfterSeconds is { } seconds)
            {
                Answer.RetryAfter(context, world.Clock, TimeSpan.FromSeconds(seconds));
            }

            await ErrorAsync(context, fault.Status ?? 429, "Planted", "A planted error.");
        }
        else if (context.Request.ContentLength is not <= LongestBody)
        {
            await ErrorAsync(context, 413, "RequestEntityTooLarge", "A card must say its length and be smaller than 28 KB.");
        }
        else
        {
            await TakeAsync(context, await Answer.ReadAsync(context));
        }
    }

    private async Task TakeAsync(HttpContext context, JsonObject? message)
    {
        try
        {
            world.Cards.Add(CardReader.Read(message));
            context.Response.StatusCode = 202;
        }
        catch (FormatException exception)
        {
            await ErrorAsync(context, 400, "BadCard", exception.Message);
        }
    }

    private static Task ErrorAsync(HttpContext context, int status, string code, string message)
        => Answer.JsonAsync(context, status, new { error = new { code, message } });
}
