using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web;

/// <summary>A request and who sent it.</summary>
/// <param name="context">The request.</param>
/// <param name="caller">Who sent it; nobody when nothing that it says counts.</param>
internal sealed class WebRequest(HttpContext context, Caller caller)
{
    public HttpContext Context => context;

    public Caller Caller => caller;

    public string? Address => caller.Address;

    public CancellationToken Stop => context.RequestAborted;

    /// <summary>Why something that the request says about its sender does not count.</summary>
    public string? IdentityRefusal { get; init; }

    /// <summary>Where a person signs in here.</summary>
    public string? SignInPath { get; init; }

    /// <summary>A part of the path.</summary>
    public string Route(string name) => context.GetRouteValue(name) as string ?? "";

    /// <summary>A parameter of the query; null when it is not there exactly once.</summary>
    public string? Query(string name) => context.Request.Query[name] is [{ Length: > 0 } only] ? only : null;

    /// <summary>The address that the request came from.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isForwarded">Whether a front end of ours appends the true one to X-Forwarded-For; what stands before that is the caller's own word.</param>
    public static string? AddressOf(HttpContext context, bool isForwarded)
    {
        string? last = isForwarded ? context.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim() : null;
        IPAddress? address = last is { Length: > 0 } && IPEndPoint.TryParse(last, out IPEndPoint? forwarded) ? forwarded.Address : context.Connection.RemoteIpAddress;
        return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();
    }
}
