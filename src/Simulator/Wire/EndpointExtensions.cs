using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TenantTokens.Simulator.Wire;

/// <summary>Maps an endpoint with the metadata by which faults and the guard recognize it.</summary>
internal static class EndpointExtensions
{
    public static void MapCall(
        this IEndpointRouteBuilder routes,
        string method,
        string pattern,
        string name,
        ServiceKind service,
        RequestDelegate handler)
        => routes.MapMethods(pattern, [method], handler).WithMetadata(new ProductCall(name, service));

    public static string Route(this HttpContext context, string key) => (string?)context.Request.RouteValues[key] ?? "";
}
