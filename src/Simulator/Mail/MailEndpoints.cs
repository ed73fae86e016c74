using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Mail;

/// <summary>
/// Mail of Azure Communication Services: every letter is accepted, and counts as sent when its operation is read.
/// https://learn.microsoft.com/rest/api/communication/email/email/send
/// </summary>
internal sealed class MailEndpoints(WorldState world)
{
    private const string Operations = "/emails/operations/";
    private static readonly TimeSpan _poll = TimeSpan.FromSeconds(1);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapCall("POST", "/emails:send", CallName.SendMail, ServiceKind.Communication, SendAsync);
        routes.MapCall(
            "GET",
            Operations + "{operation}",
            CallName.GetMailOperation,
            ServiceKind.Communication,
            static context => StatusAsync(context, 200, context.Route("operation"), "Succeeded"));
    }

    private async Task SendAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (await Answer.ReadAsync(context) is not { } letter
            || letter["senderAddress"] is null
            || letter["content"]?["subject"] is null
            || letter["recipients"]?["to"] is not JsonArray { Count: > 0 })
        {
            await Answer.JsonAsync(
                context,
                400,
                new { error = new { code = "BadRequest", message = "A letter needs senderAddress, content.subject and recipients.to." } });
            return;
        }

        string operation = request.Headers["Operation-Id"].ToString() is { Length: > 0 } id ? id : context.Connection.Id;
        context.Response.Headers["Operation-Location"] =
            $"{request.Scheme}://{request.Host}{Operations}{operation}?api-version={request.Query["api-version"]}";
        Answer.RetryAfter(context, world.Clock, _poll);
        await StatusAsync(context, 202, operation, "Running");
    }

    private static Task StatusAsync(HttpContext context, int status, string operation, string state)
        => Answer.JsonAsync(context, status, new { id = operation, status = state });
}
