using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TenantTokens.Durable;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web.Guards;

/// <summary>Sends a refusal: a page for people, problem details (RFC 9457) for programs.</summary>
internal sealed class RefusalResult(Refusal refusal) : IResult
{
    public Refusal Refusal => refusal;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (refusal.RetryAfter is { } wait)
        {
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        }

        if (refusal is { Status: 405, Allowed: { } methods })
        {
            httpContext.Response.Headers.Allow = string.Join(", ", methods);
        }

        return httpContext.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            ? WriteProblemAsync(httpContext)
            : WritePageAsync(httpContext);
    }

    private Task WritePageAsync(HttpContext context)
    {
        Html next = refusal switch
        {
            { SignIn: { } path } => Html.From($"""<p><a class="button" href="{path}">Sign in</a></p>"""),
            { IsAboutLink: true }
                => Html.From($"""<p><a class="button" href="{context.Request.Path.Value}">Open the page without the link</a></p>"""),
            _ => Html.Nothing,
        };
        return new PageResult(refusal.Title, Html.From($"""
            <section class="card answer">
            <h1>{refusal.Title}</h1>
            <p class="lead">{refusal.Detail}</p>
            {next}
            <p class="hint">Error <code>{refusal.Code}</code></p>
            </section>
            """), refusal.Status).ExecuteAsync(context);
    }

    private Task WriteProblemAsync(HttpContext context)
    {
        byte[] problem = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type = "about:blank",
                title = refusal.Title,
                status = refusal.Status,
                detail = refusal.Detail,
                code = refusal.Code,
                allowed = refusal.Allowed,
            },
            DurableJson.Options);
        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = "application/problem+json";
        context.Response.ContentLength = problem.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(problem, context.RequestAborted).AsTask();
    }
}
