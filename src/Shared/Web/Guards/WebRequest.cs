using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Guards;

/// <summary>A request and who sent it.</summary>
/// <param name="context">The request.</param>
/// <param name="caller">Who sent it; nobody when nothing that it says counts.</param>
internal sealed class WebRequest(HttpContext context, Caller caller)
{
    public HttpContext Context => context;

    public Caller Caller => caller;

    public string? Address => caller.Address;

    public CancellationToken CancellationToken => context.RequestAborted;

    /// <summary>Why something that the request says about its sender does not count.</summary>
    public string? IdentityRefusal { get; init; }

    /// <summary>Where a person signs in here.</summary>
    public string? SignInPath { get; init; }

    /// <summary>Nobody is signed in, or what they say of themselves does not count.</summary>
    public Refusal NotSignedIn => Refusals.SignIn(SignInPath, IdentityRefusal);

    /// <summary>Why the caller may not do what this role may; null when they may.</summary>
    public Refusal? Without(WebRoles role) => caller.May(role) ? null : caller.IsKnown ? Refusals.NoRole(caller.Name, role) : NotSignedIn;

    /// <summary>A part of the path.</summary>
    public string Route(string name) => context.GetRouteValue(name) as string ?? "";

    /// <summary>A parameter of the query; null when it is not there exactly once.</summary>
    public string? Query(string name) => context.Request.Query[name] is [{ Length: > 0 } only] ? only : null;

    /// <summary>Sends a browser that has sent a form to a page: reloading that sends nothing again.</summary>
    public IResult SeeOther(string path)
    {
        context.Response.Headers.Location = path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>
    /// The address that the request came from: the connection's. On Functions the worker's SDK has put the one there that the platform's
    /// front end appended to X-Forwarded-For, and taken it out of the header: what is left in that is the caller's own word
    /// (https://learn.microsoft.com/aspnet/core/host-and-deploy/proxy-load-balancer).
    /// </summary>
    public static string? AddressOf(HttpContext context)
        => context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4().ToString()
            : context.Connection.RemoteIpAddress?.ToString();
}
