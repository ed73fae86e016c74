using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using TenantTokens.Ledger;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web.Endpoints;

/// <summary>Exchanges a single-use code, or an API key, for a session cookie. A GET of the address signs no one in.</summary>
internal sealed class SignInEndpoints(
    SignInCodes codes,
    ApiKeyFile keys,
    ApiKeyIdentity identity,
    FormReader forms,
    IAntiforgery antiforgery,
    AuditTrail audit) : IWebEndpoints
{
    private const string Path = "/sign-in";

    public IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes
        => [("GET", Path, ShowAsync), ("POST", Path, SignInAsync)];

    private Task<IResult> ShowAsync(WebRequest request)
    {
        string proof = antiforgery.GetAndStoreTokens(request.Context).RequestToken!;
        Html lead = Html.From(
            $"""<p class="lead">Use the code that the program printed when it first started, or an API key. Both give you a role but do"""
                + $""" not identify you as a person. To decide a gate, use the link in your own message, or 'tenant-token approve'.</p>""");
        return Task.FromResult<IResult>(new PageResult("Sign in", Html.From($"""
            <h1>Sign in on this browser</h1>
            {lead}
            <form class="card" method="post" action="{Path}">
            {Parts.Proof(proof)}
            <label for="code">Code or key</label>
            <input id="code" name="code" type="password" autocomplete="off" maxlength="200" required value="{request.Query("code")}">
            <button class="main" type="submit">Sign in</button>
            </form>
            """)));
    }

    private async Task<IResult> SignInAsync(WebRequest request)
    {
        (IFormCollection? form, Refusal? refusal) = await forms.ReadAsync(request.Context);
        if (form is null)
        {
            return new RefusalResult(refusal!);
        }

        string code = form["code"].ToString();
        if ((code.StartsWith(ApiKeyFile.Prefix, StringComparison.Ordinal) ? keys.RoleOf(code) : codes.Take(code)) is not { } role
            || await identity.SignInAsync(request.Context, role, request.CancellationToken) is not { } caller)
        {
            return new RefusalResult(new Refusal(
                403,
                "sign-in-code",
                "This code is not valid",
                "The code is wrong, was used before, or has expired. Use a key from the key file. The program prints the path of that"
                    + " file when it starts.")
            {
                IsGuess = true,
            });
        }

        caller = caller with { Address = request.Address };
        await audit.AddAsync(RefusalAudit.Elsewhere, caller.Event("signed-in", "A browser was signed in."), request.CancellationToken);
        return request.SeeOther("/");
    }
}
