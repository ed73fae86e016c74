using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.KeyRing;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web;

/// <summary>
/// What every request passes: headers that keep pages harmless, a limit of its size, who sent it; and what every refusal passes: the audit trail and the
/// limit of failures. Nothing that a caller sends ends in a 500.
/// </summary>
internal sealed partial class RequestBoundary(
    IEnumerable<IRequestIdentity> identities, FailureLimit limit, RefusalAudit audit, KnownNames names, ILogger<RequestBoundary> logger)
{
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context, Func<WebRequest, Task<IResult>> answer)
    {
        SetHeaders(context.Response.Headers);
        Caller caller = Caller.Nobody with { Address = WebRequest.AddressOf(context) };
        IResult result;
        try
        {
            // Keys and tokens are no more looked at than links while too many failed. A cookie is none of them: who is signed in stays so.
            if (context.Request.Headers.ContainsKey("Authorization") && limit.WaitOf(caller.Address) is { } wait)
            {
                result = new RefusalResult(Refusals.TooMany(wait));
            }
            else
            {
                WebRequest request = await IdentifyAsync(context, caller);
                caller = request.Caller;
                result = Check(context) is { } refusal ? new RefusalResult(refusal) : await answer(request);
            }
        }
        catch (BadHttpRequestException exception)
        {
            result = new RefusalResult(exception.StatusCode is 413 ? Refusals.TooLarge : Refusals.Bad("request", "The request is not what HTTP allows."));
        }
        catch (Exception exception) when (KeyRingException.CauseOf(exception) is { } cause)
        {
            Log.NoKeys(logger, context.Request.Method, cause.Message);
            result = new RefusalResult(Refusals.NoKeys);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
        {
            Log.Failed(logger, context.Request.Method, exception.GetType().Name);
            result = new RefusalResult(Refusals.Failed);
        }

        if (result is RefusalResult refused)
        {
            await RecordAsync(context, caller, refused.Refusal);
        }

        await result.ExecuteAsync(context);
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store";
    }

    private Refusal? Check(HttpContext context)
    {
        if (context.Request.RouteValues.Any(static part => part is { Key: "rotation" or "gate", Value: string id } && !LedgerId.IsValid(id)))
        {
            return Refusals.NotFound;
        }

        if (names.Refuse(context.Request.Host) is { } refusal)
        {
            return refusal;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return null;
        }

        // A browser says where a form or a script that sends something comes from (https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site).
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            return Refusals.CrossSite;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = FormReader.MostBytes;
        }

        return context.Request.ContentLength > FormReader.MostBytes ? Refusals.TooLarge : null;
    }

    private async Task<WebRequest> IdentifyAsync(HttpContext context, Caller nobody)
    {
        string? why = null;
        string? signIn = null;
        foreach (IRequestIdentity identity in identities)
        {
            signIn ??= identity.SignInPath;
            IdentityVerdict verdict = await identity.IdentifyAsync(context, context.RequestAborted);
            if (verdict.Caller is { } caller)
            {
                context.Features.Set(new SignedIn(caller.Name, identity.SignOutPath));
                return new WebRequest(context, caller with { Address = nobody.Address }) { SignInPath = signIn };
            }

            why ??= verdict.Refusal;
        }

        if (why is not null && context.Request.Headers.ContainsKey("Authorization"))
        {
            limit.Count(nobody.Address); // a guess at a key; a cookie whose time is over is none
        }

        return new WebRequest(context, nobody) { SignInPath = signIn, IdentityRefusal = why };
    }

    private async Task RecordAsync(HttpContext context, Caller caller, Refusal refusal)
    {
        if (refusal.IsGuess)
        {
            limit.Count(caller.Address);
        }

        if (refusal.Status >= 500)
        {
            return; // our own trouble, which is logged
        }

        try
        {
            // Not the address of the request: a link's token stands in it.
            string? rotation = context.Request.RouteValues.TryGetValue("rotation", out object? value) ? value as string : null;
            await audit.AddAsync(rotation, refusal.Code, caller.Event(RefusalAudit.Code, $"{refusal.Code}: {refusal.Title}. {context.Request.Method} was answered {refusal.Status}."), CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.Failed(logger, context.Request.Method, exception.GetType().Name); // what was refused stays refused
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A {Method} request failed: {Exception}.")]
        public static partial void Failed(ILogger logger, string method, string exception);

        [LoggerMessage(2, LogLevel.Error, "A {Method} request was answered 503: {Problem}")]
        public static partial void NoKeys(ILogger logger, string method, string problem);
    }
}
