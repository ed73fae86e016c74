using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Guards;

/// <summary>A request and its caller.</summary>
/// <param name="context">The request.</param>
/// <param name="caller">The caller; <see cref="Caller.Nobody"/> when no identity in the request is valid.</param>
internal sealed class WebRequest(HttpContext context, Caller caller)
{
    public HttpContext Context => context;

    public Caller Caller => caller;

    public string? Address => caller.Address;

    public CancellationToken CancellationToken => context.RequestAborted;

    /// <summary>Why an identity in the request is not valid, as a sentence; null when there is none or it is valid.</summary>
    public string? IdentityRefusal { get; init; }

    /// <summary>Where a person can sign in; null when they cannot in a browser.</summary>
    public string? SignInPath { get; init; }

    /// <summary>The refusal for a caller who is not signed in, or whose identity is not valid.</summary>
    public Refusal NotSignedIn => Refusals.SignIn(SignInPath, IdentityRefusal);

    /// <summary>Returns why the caller may not do what this role may; null when they may.</summary>
    public Refusal? Without(WebRoles role) => caller.May(role) ? null : caller.IsKnown ? Refusals.NoRole(caller.Name, role) : NotSignedIn;

    /// <summary>Returns a part of the path; empty when the route has no such part.</summary>
    public string Route(string name) => context.GetRouteValue(name) as string ?? "";

    /// <summary>Returns a parameter of the query; null when it is missing, empty or repeated.</summary>
    public string? Query(string name) => context.Request.Query[name] is [{ Length: > 0 } only] ? only : null;

    /// <summary>Redirects a browser to a page after a form was sent, so that reloading does not send it again.</summary>
    public IResult SeeOther(string path)
    {
        context.Response.Headers.Location = path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>
    /// Returns the address that the request came from: that of the connection. On Functions, the worker's SDK has set it to the address
    /// that the platform's front end appended to X-Forwarded-For, and removed that one from the header. The rest of the header comes from
    /// the caller and is ignored (https://learn.microsoft.com/aspnet/core/host-and-deploy/proxy-load-balancer).
    /// </summary>
    public static string? AddressOf(HttpContext context)
        => context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4().ToString()
            : context.Connection.RemoteIpAddress?.ToString();
}
