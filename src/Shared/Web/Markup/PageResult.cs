using System.Text;
using Microsoft.AspNetCore.Http;

namespace TenantTokens.Web.Markup;

/// <summary>Sends a whole page.</summary>
/// <param name="title">The title in the browser's tab.</param>
/// <param name="main">The content.</param>
/// <param name="status">The HTTP status.</param>
internal sealed class PageResult(string title, Html main, int status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        Html account = Account(httpContext.Features.Get<SignedIn>());
        byte[] page = Encoding.UTF8.GetBytes(Html.From($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            <title>{title} · Tenant token rotation</title>
            <link rel="stylesheet" href="/assets/site.css">
            <script src="/assets/time.js" defer></script>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <header><a class="brand" href="/"><span aria-hidden="true" class="mark"></span>Tenant token rotation</a>{account}</header>
            <main id="main">
            {main}
            </main>
            </body>
            </html>

            """).ToString());
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.ContentLength = page.Length;
        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : httpContext.Response.Body.WriteAsync(page).AsTask();
    }

    private static Html Account(SignedIn? person)
    {
        if (person is null)
        {
            return Html.Nothing;
        }

        Html signOut = person.SignOutPath is { } path ? Html.From($""" <a href="{path}">Sign out</a>""") : Html.Nothing;
        return Html.From($"""<p class="account">{person.Name}{signOut}</p>""");
    }
}
