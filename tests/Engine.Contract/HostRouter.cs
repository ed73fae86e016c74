using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace TenantTokens.EngineContract;

/// <summary>
/// Which function the Functions host calls. It tries one route after another, in the order of the functions' names, and takes the first
/// that matches: how literal a route is does not count (https://github.com/Azure/azure-functions-host, WebScriptHostHttpRoutesManager and
/// FunctionMetadataManager; https://github.com/Azure/azure-webjobs-sdk-extensions, WebJobsRouteBuilder).
/// </summary>
public sealed class HostRouter : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider();
    private readonly RouteCollection _routes = new();

    /// <summary>Maps the functions.</summary>
    public HostRouter(IEnumerable<FunctionRoute> functions)
    {
        IInlineConstraintResolver constraints = _services.GetRequiredService<IInlineConstraintResolver>();
        foreach (FunctionRoute function in functions.OrderBy(static one => one.Function, StringComparer.OrdinalIgnoreCase))
        {
            RouteHandler handler = new(context =>
            {
                context.Items[typeof(FunctionRoute)] = function.Function;
                return Task.CompletedTask;
            });
            Dictionary<string, object> methods = function.Methods is []
                ? []
                : new() { ["httpMethod"] = new HttpMethodRouteConstraint([.. function.Methods]) };
            _ = TemplateParser.Parse(function.Template); // the trigger's binding reads the names of the parameters so
            _routes.Add(new Route(handler, function.Function, function.Template, defaults: null, methods, dataTokens: null, constraints));
        }
    }

    /// <summary>The function that gets the request; null when none does.</summary>
    public async Task<string?> FindAsync(string method, string path)
    {
        RouteContext route = new(new DefaultHttpContext { RequestServices = _services });
        (route.HttpContext.Request.Method, route.HttpContext.Request.Path) = (method, path);
        await _routes.RouteAsync(route);
        if (route.Handler is { } handler)
        {
            await handler(route.HttpContext);
        }

        return route.HttpContext.Items[typeof(FunctionRoute)] as string;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
