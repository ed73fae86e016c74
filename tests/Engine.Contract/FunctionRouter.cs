using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace TenantTokens.EngineContract;

/// <summary>
/// Which function answers a request in the worker, which matches with ASP.NET Core's endpoint routing, as here: the most literal route wins
/// (https://github.com/Azure/azure-functions-dotnet-worker, FunctionsEndpointDataSource). The route prefix is the empty one of host.json.
/// </summary>
public sealed class FunctionRouter : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddRouting()
        .AddSingleton(new System.Diagnostics.DiagnosticListener("FunctionRouter"))
        .BuildServiceProvider();

    private readonly RequestDelegate _app;

    /// <summary>Maps the functions.</summary>
    public FunctionRouter(IEnumerable<FunctionRoute> functions)
    {
        ApplicationBuilder app = new(_services);
        app.UseRouting();
        app.UseEndpoints(endpoints => endpoints.DataSources.Add(new DefaultEndpointDataSource(functions.Select(EndpointOf))));
        _app = app.Build();
    }

    /// <summary>The function that gets the request; null when none does.</summary>
    /// <exception cref="Exception">Two functions want it equally: the type is routing's own.</exception>
    public async Task<string?> FindAsync(string method, string path)
    {
        DefaultHttpContext context = new() { RequestServices = _services };
        (context.Request.Method, context.Request.Path) = (method, path);
        await _app(context);
        return context.Items[typeof(FunctionRoute)] as string;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static RouteEndpoint EndpointOf(FunctionRoute function)
    {
        Task AnswerAsync(HttpContext context)
        {
            context.Items[typeof(FunctionRoute)] = function.Function;
            return Task.CompletedTask;
        }

        RouteEndpointBuilder builder = new(AnswerAsync, RoutePatternFactory.Parse($"/{function.Template}"), order: 0)
        {
            DisplayName = function.Function,
        };
        builder.Metadata.Add(new HttpMethodMetadata(function.Methods));
        return (RouteEndpoint)builder.Build();
    }
}
