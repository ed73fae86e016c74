using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Web.Endpoints;
using TenantTokens.Web.Guards;

namespace TenantTokens.Web;

/// <summary>All endpoints of both hosts, and the answers for unknown paths and methods.</summary>
internal sealed class WebRoutes(IEnumerable<IWebEndpoints> families)
{
    /// <summary>
    /// Maps the endpoints. HEAD is allowed wherever GET is; every other method gets an answer that names the allowed ones.
    /// </summary>
    public void Map(IEndpointRouteBuilder endpoints, RequestBoundary boundary)
    {
        foreach (var path in families.SelectMany(static family => family.Routes).GroupBy(static route => route.Path))
        {
            string allowed = string.Join(", ", path.Select(static route => route.Method is "GET" ? "GET, HEAD" : route.Method));
            Dictionary<string, Func<WebRequest, Task<IResult>>> byMethod = path.ToDictionary(
                static route => route.Method,
                static route => route.Answer,
                StringComparer.Ordinal);
            if (byMethod.TryGetValue("GET", out Func<WebRequest, Task<IResult>>? get))
            {
                byMethod["HEAD"] = get;
            }

            Task AnswerAsync(HttpContext context)
                => boundary.AnswerAsync(
                    context,
                    request => byMethod.TryGetValue(context.Request.Method, out Func<WebRequest, Task<IResult>>? answer)
                        ? answer(request)
                        : Task.FromResult<IResult>(new RefusalResult(Refusals.MethodNotAllowed(allowed))));
            endpoints.Map(path.Key, AnswerAsync);
        }

        Task RefuseAsync(HttpContext context)
            => boundary.AnswerAsync(context, static _ => Task.FromResult<IResult>(new RefusalResult(Refusals.NotFound)));
        endpoints.MapFallback("{**path}", RefuseAsync);
    }
}
