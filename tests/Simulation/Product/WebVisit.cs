using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TenantTokens.Simulation.Product;

/// <summary>A request to the pages or the API, made in process.</summary>
/// <param name="Method">GET, POST ….</param>
/// <param name="Path">The path and the query.</param>
internal sealed record WebVisit(string Method, string Path)
{
    /// <summary>Who is signed in; null for nobody.</summary>
    public string? Person { get; init; }

    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string? Cookie { get; init; }

    /// <summary>Under which name the host is spoken to.</summary>
    public string Host { get; init; } = "rotation.example";

    /// <summary>Its path with nothing of a link and no id.</summary>
    public string Page => string.Join('/', Path.Split('?')[0].Split('/').Select(static part => part.Length > 20 ? "…" : part));

    /// <summary>Makes it.</summary>
    public async Task<WebReply> SendAsync(RequestDelegate web)
    {
        DefaultHttpContext context = new();
        MemoryStream answer = new();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        (context.Request.Method, context.Request.Scheme, context.Request.Host) = (Method, "https", new HostString(Host));
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        int query = Path.IndexOf('?', StringComparison.Ordinal);
        context.Request.Path = PathString.FromUriComponent(query < 0 ? Path : Path[..query]);
        context.Request.QueryString = query < 0 ? QueryString.Empty : new QueryString(Path[query..]);
        if (Person is not null)
        {
            context.Request.Headers[SimulatedSignIn.Header] = Person;
        }

        if (Cookie is not null)
        {
            context.Request.Headers.Cookie = Cookie;
        }

        if (Body is not null)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Body);
            (context.Request.Body, context.Request.ContentLength, context.Request.ContentType) = (
                new MemoryStream(bytes),
                bytes.Length,
                ContentType);
        }

        await web(context);
        await context.Response.CompleteAsync();
        return new(
            context.Response.StatusCode,
            Encoding.UTF8.GetString(answer.ToArray()),
            context.Response.Headers.SetCookie is [{ } set, ..] ? set.Split(';')[0] : null);
    }
}
