using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using TenantTokens.Testing.Certificates;

namespace TenantTokens.Notifications.Tests.Infrastructure;

/// <summary>
/// Azure Communication Services as its documentation describes it: 202 with Operation-Location, an operation to be asked for, and repeated
/// requests that are told apart by their repeatability headers.
/// </summary>
internal sealed class AzureMailServer : IAsyncDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly string _ca = Path.GetTempFileName();
    private WebApplication _app = null!;

    private AzureMailServer()
    {
    }

    /// <summary>What was asked for, in order.</summary>
    public List<(IHeaderDictionary Headers, JsonNode Body)> Posts { get; } = [];

    /// <summary>How often operations were asked for.</summary>
    public int Looks { get; private set; }

    /// <summary>The answers to posts, before the good ones: status and code.</summary>
    public Queue<(int Status, string Code)> Refusals { get; } = new();

    /// <summary>What operations say, in order; the last one stays.</summary>
    public Queue<string> States { get; } = new(["Running", "Succeeded"]);

    /// <summary>Where operations are said to be.</summary>
    public string? OperationAt { get; set; }

    public Uri Endpoint => new(_app.Urls.Single());

    public string TrustedCa => _ca;

    public static async Task<AzureMailServer> StartAsync()
    {
        AzureMailServer server = new();
        await File.WriteAllTextAsync(server._ca, server._authority.RootPem, TestContext.Current.CancellationToken);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(server._authority.Server)));
        server._app = builder.Build();
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _authority.Dispose();
        File.Delete(_ca);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        context.Response.Headers["retry-after"] = "1";
        if (request.Headers.Authorization != "Bearer simulated")
        {
            await RefuseAsync(context, 401, "Denied");
        }
        else if (HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments("/emails/operations", StringComparison.Ordinal))
        {
            Looks++;
            string state = States.Count > 1 ? States.Dequeue() : States.Peek();
            await context.Response.WriteAsJsonAsync(new JsonObject
            {
                ["id"] = "x", ["status"] = state,
                ["error"] =
                    state is "Failed" ? new JsonObject { ["code"] = "EmailDroppedAllRecipientsSuppressed", ["message"] = "m" } : null,
            });
        }
        else if (HttpMethods.IsPost(request.Method) && request.Path == "/emails:send" && request.Query["api-version"] == "2023-03-31")
        {
            Posts.Add((new HeaderDictionary(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(request.Headers)),
                (await JsonNode.ParseAsync(
                    request.Body, cancellationToken: context.RequestAborted))!));
            if (Refusals.TryDequeue(out (int Status, string Code) refusal))
            {
                context.Response.Headers["retry-after-ms"] = "1";
                await RefuseAsync(context, refusal.Status, refusal.Code);
                return;
            }

            context.Response.StatusCode = 202;
            context.Response.Headers["Operation-Location"] = OperationAt ?? $"{Endpoint}emails/operations/"
                + $"{request.Headers["Operation-Id"]}?api-version=2023-03-31";
        }
        else
        {
            await RefuseAsync(context, 404, "NotFound");
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = "what was sent: link?t=secret" } });
    }
}
