using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using TenantTokens.Failures;
using TenantTokens.Ledger;
using TenantTokens.Tokens;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.KeyRing;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web;

/// <summary>
/// Runs around every request. Before: headers that restrict what pages may do, the limit of the request's size, and the caller's identity.
/// After a refusal: the audit trail and the limit of failures. Nothing that a caller sends leads to a 500.
/// </summary>
internal sealed partial class RequestBoundary(
    IEnumerable<IRequestIdentity> identities,
    NeededKeys keys,
    FailureLimit limit,
    RefusalAudit audit,
    OutageLog outages,
    KnownNames names,
    ILogger<RequestBoundary> logger)
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context, Func<WebRequest, Task<IResult>> answer)
    {
        SetHeaders(context.Response.Headers);
        Caller caller = Caller.Nobody with { Address = WebRequest.AddressOf(context) };
        IResult result;
        try
        {
            await keys.PrepareAsync(context);
            WebRequest request = await IdentifyAsync(context, caller);
            caller = request.Caller;
            result = MarkGuess(request, Check(context) is { } refusal ? new RefusalResult(refusal) : await answer(request));
        }
        catch (BadHttpRequestException exception)
        {
            result = new RefusalResult(
                exception.StatusCode is 413 ? Refusals.TooLarge : Refusals.Bad("request", "The request is not what HTTP allows."));
        }
        catch (KeysUnavailableException exception) // from the sign-in; other code that needs keys answers itself
        {
            result = new RefusalResult(Refusals.NoTenant with { Cause = exception.Message });
        }
        catch (Exception exception) when (KeyRingException.CauseOf(exception) is { } cause)
        {
            result = new RefusalResult(Refusals.NoKeys with { Cause = cause.Message });
        }
        catch (Exception exception) when (!IsGone(context, exception))
        {
            result = new RefusalResult(Failed(context, exception));
        }

        if (result is RefusalResult refused)
        {
            result = new RefusalResult(await RecordAsync(context, caller, refused.Refusal));
        }

        await outages.LookAsync();
        await SendAsync(context, caller, result);
    }

    /// <summary>Marks a refused caller with an Authorization header as a guess at a key. An expired cookie is not a guess.</summary>
    private static IResult MarkGuess(WebRequest request, IResult result)
        => result is RefusalResult { Refusal: { Status: 401 } nobody }
            && request.IdentityRefusal is not null
            && request.Context.Request.Headers.ContainsKey("Authorization")
                ? new RefusalResult(nobody with { IsGuess = true })
                : result;

    private static bool IsGone(HttpContext context, Exception exception)
        => exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested;

    private Refusal Failed(HttpContext context, Exception exception)
    {
        Log.Failed(logger, context.Request.Method, exception.GetType().Name, FailureText.From(exception));
        return Refusals.Failed with { Cause = exception.GetType().Name };
    }

    private async Task SendAsync(HttpContext context, Caller caller, IResult result)
    {
        try
        {
            await result.ExecuteAsync(context);
        }
        catch (Exception exception) when (!IsGone(context, exception))
        {
            Refusal failed = await RecordAsync(context, caller, Failed(context, exception));
            if (context.Response.HasStarted)
            {
                throw; // ends the connection, so that the client does not take a part for the whole
            }

            context.Response.Clear();
            SetHeaders(context.Response.Headers);
            await new RefusalResult(failed).ExecuteAsync(context);
        }
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
        if (context.Request.RouteValues.Any(
            static part => part is { Key: "rotation" or "gate", Value: string id } && !LedgerId.IsValid(id)))
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

        // A browser says which site a form or a script that sends something comes from
        // (https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site).
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            return Refusals.CrossSite;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = FormReader.MaxBytes;
        }

        return context.Request.ContentLength > FormReader.MaxBytes ? Refusals.TooLarge : null;
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

        return new WebRequest(context, nobody) { SignInPath = signIn, IdentityRefusal = why };
    }

    /// <summary>Records a refusal or a failure of ours in the audit trail, within limits, and returns the answer to send.</summary>
    private async Task<Refusal> RecordAsync(HttpContext context, Caller caller, Refusal refusal)
    {
        if (refusal.IsGuess && limit.Count(caller.Address) is { } wait)
        {
            refusal = Refusals.TooMany(wait);
        }

        if (refusal.IsOutage)
        {
            await outages.AnsweredAsync(refusal);
            return refusal;
        }

        try
        {
            // The request's address is left out: it may contain a link's token.
            string? rotation = context.Request.RouteValues.TryGetValue("rotation", out object? value) ? value as string : null;
            string cause = refusal.Cause is null ? "" : $" Cause: {refusal.Cause}.";
            AuditEvent entry = caller.Event(
                refusal.Status >= 500 ? RefusalAudit.FailureCode : RefusalAudit.Code,
                $"{refusal.Code}: {refusal.Title}. {context.Request.Method} was answered {refusal.Status}.{cause}");
            await audit.AddAsync(rotation, refusal.Code, entry, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.NotAudited(logger, context.Request.Method, refusal.Status, exception.GetType().Name); // the refusal stands
        }

        return refusal;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A {Method} request was answered 500: {Exception}. {Reason}")]
        public static partial void Failed(ILogger logger, string method, string exception, string reason);

        [LoggerMessage(2, LogLevel.Error, "A {Method} request that was answered {Status} is not in the audit trail: {Exception}.")]
        public static partial void NotAudited(ILogger logger, string method, int status, string exception);
    }
}
