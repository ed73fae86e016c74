using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using TenantTokens.Ledger;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web.Endpoints;

/// <summary>
/// Ends the session of this browser, and with it every copy of its cookie. A GET of the address signs no one out, because another site
/// could cause it.
/// </summary>
internal sealed class SignOutEndpoints(FormReader forms, ApiKeyIdentity identity, IAntiforgery antiforgery, AuditTrail audit)
    : IWebEndpoints
{
    private const string Path = "/sign-out";

    public IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes
        => [("GET", Path, ShowAsync), ("POST", Path, SignOutAsync)];

    private Task<IResult> ShowAsync(WebRequest request)
        => Task.FromResult<IResult>(request.Caller.IsKnown
            ? new PageResult("Sign out", Html.From($"""
                <h1>Sign out on this browser</h1>
                <p class="lead">You are signed in as {request.Caller.Name}. Links in messages work without a sign-in.</p>
                <form class="card" method="post" action="{Path}">
                {Parts.Proof(antiforgery.GetAndStoreTokens(request.Context).RequestToken)}
                <button class="main" type="submit">Sign out</button>
                </form>
                """))
            : new PageResult("Signed out", Html.From($"""
                <section class="card answer">
                <h1>You are signed out</h1>
                <p class="lead">You are signed out on this browser. Links in messages work without a sign-in.</p>
                <p><a class="button" href="{request.SignInPath}">Sign in again</a></p>
                </section>
                """)));

    private async Task<IResult> SignOutAsync(WebRequest request)
    {
        (IFormCollection? form, Refusal? refusal) = await forms.ReadAsync(request.Context);
        if (form is null)
        {
            return new RefusalResult(refusal!);
        }

        await identity.SignOutAsync(request.Context, request.CancellationToken);
        if (request.Caller.IsKnown)
        {
            await audit.AddAsync(
                RefusalAudit.Elsewhere,
                request.Caller.Event("signed-out", "A browser was signed out."),
                request.CancellationToken);
        }

        return request.SeeOther(Path);
    }
}
