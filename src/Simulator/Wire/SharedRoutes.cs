using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Wire;

/// <summary>
/// The routes to the simulated services, for a process with one world after another. The routes are the same in every world, so their
/// matcher is built once. Each world brings its own endpoints.
/// </summary>
internal sealed class SharedRoutes
{
    private readonly IServiceProvider _services;
    private readonly RequestDelegate _find;

    /// <param name="services">Services that include routing.</param>
    /// <param name="world">Any world; it is kept in memory.</param>
    /// <param name="control">The control endpoints of that world.</param>
    public SharedRoutes(IServiceProvider services, WorldState world, WorldEndpoints control)
    {
        _services = services;
        ApplicationBuilder application = new(services);
        application.UseRouting();
        application.Run(Answer);
        application.UseEndpoints(routes => WorldRequests.Map(routes, world, control));
        _find = application.Build();
    }

    /// <summary>Returns all services of a world as one delegate, like <see cref="WorldRequests.Build"/>.</summary>
    public RequestDelegate To(WorldState world, WorldEndpoints control)
    {
        Routes routes = new(_services);
        WorldRequests.Map(routes, world, control);
        Target target = new(
            routes.DataSources.SelectMany(static source => source.Endpoints)
                .ToDictionary(static endpoint => endpoint.DisplayName!, StringComparer.Ordinal),
            WorldRequests.Around(world, static context => context.GetEndpoint()!.RequestDelegate!(context)));
        return context =>
        {
            context.Features.Set(target);
            return _find(context);
        };
    }

    private Task Answer(HttpContext context)
    {
        Target target = context.Features.Get<Target>()!;
        context.SetEndpoint(target.Endpoints[context.GetEndpoint()!.DisplayName!]);
        return target.Requests(context);
    }

    /// <summary>The destination of a request once its route is found.</summary>
    /// <param name="Endpoints">The endpoints by method and pattern.</param>
    /// <param name="Requests">The delegate that answers.</param>
    private sealed record Target(IReadOnlyDictionary<string, Endpoint> Endpoints, RequestDelegate Requests);

    private sealed class Routes(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }
}
