using Azure.Data.Tables;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Ledger;
using TenantTokens.Ledger.AzureTables;
using TenantTokens.Registration;
using TenantTokens.Testing.Builders;
using TenantTokens.Web;
using TenantTokens.Web.Endpoints;
using TenantTokens.Web.Guards;

namespace TenantTokens.EngineContract;

/// <summary>The HTTP functions serve what the local host serves, and nothing else.</summary>
public abstract class FunctionRouteContract : IAsyncLifetime
{
    private const string CatchAll = "{*path:regex(^(?!(admin|runtime)(/|$)))}";
    private const string Root = "{ignored:maxlength(0)?}";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("routes-");
    private ServiceProvider _services = null!;

    /// <summary>What the local host maps, by method and path.</summary>
    private IReadOnlyList<(string Method, string Path)> Local { get; set; } = [];

    /// <summary>The HTTP functions of the app.</summary>
    protected abstract IReadOnlyList<FunctionRoute> Functions { get; }

    /// <inheritdoc />
    public ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<ILedgerStore>(new AzureTablesLedgerStore(new TableServiceClient("UseDevelopmentStorage=true")))
            .AddRotation(Some.Options())
            .AddRotationWeb(new WebHostOptions())
            .AddApiKeySignIn(Path.Combine(_folder.FullName, "api-keys.json"), "olga")
            .BuildServiceProvider();
        Local =
        [
            .. _services.GetServices<IWebEndpoints>()
                .SelectMany(static family => family.Routes)
                .Select(static route => (route.Method, route.Path)),
        ];
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_path_of_the_local_host_reaches_the_one_function_that_is_closest_to_it()
    {
        await using FunctionRouter worker = new(Functions);
        await using HostRouter host = new(Functions);
        Assert.Contains(("GET", "/"), Local);
        Assert.Contains(("POST", "/api/rotations/{rotation}/decisions"), Local);
        foreach ((string method, string path) in Local)
        {
            Assert.Equal((method, path, Wanted(method, path)), (method, path, await worker.FindAsync(method, ExampleOf(path))));
            Assert.Equal((method, path, Wanted(method, path)), (method, path, await host.FindAsync(method, ExampleOf(path))));
        }
    }

    [Fact]
    public async Task Whatever_else_is_asked_reaches_the_function_that_passes_everything_on()
    {
        await using FunctionRouter worker = new(Functions);
        await using HostRouter host = new(Functions);
        string everything = Functions.Single(static one => one.Template is CatchAll).Function;
        foreach ((string method, string path) in new[]
        {
            ("GET", "/no/such/page"), ("DELETE", "/api/rotations"), ("PUT", "/api/rotations/r1/decisions"),
            ("GET", "/api/rotations/r1/decisions"), ("HEAD", "/rotations"), ("POST", "/API/ROTATIONS/r1"), ("GET", "/administrators"),
            ("GET", "/runtimes/webhooks"), ("GET", "/api/admin/host/status"),
        })
        {
            Assert.Equal((method, path, everything), (method, path, await worker.FindAsync(method, path)));
            Assert.Equal((method, path, everything), (method, path, await host.FindAsync(method, path)));
        }
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/")]
    [InlineData("/admin/host/status")]
    [InlineData("/admin/functions/AskSchedules")]
    [InlineData("/admin/warmup")]
    [InlineData("/admin/no/such/thing")]
    [InlineData("/Admin/Host/Status")]
    [InlineData("/runtime/webhooks/durabletask/instances")]
    [InlineData("/runtime/webhooks/durabletask/instances/rotation-sim00001/terminate")]
    [InlineData("/RUNTIME/webhooks/durabletask")]
    public async Task A_path_of_the_host_s_own_reaches_no_function(string path)
    {
        await using FunctionRouter worker = new(Functions);
        await using HostRouter host = new(Functions);
        foreach (string method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD" })
        {
            Assert.Equal((method, null), (method, await worker.FindAsync(method, path)));
            Assert.Equal((method, null), (method, await host.FindAsync(method, path)));
        }
    }

    [Fact]
    public async Task A_route_that_takes_everything_would_get_them()
    {
        await using FunctionRouter worker = new([new("Web", "{*path}", [])]);
        await using HostRouter host = new([new("Web", "{*path}", [])]);
        Assert.Equal("Web", await worker.FindAsync("GET", "/admin/warmup"));
        Assert.Equal("Web", await host.FindAsync("GET", "/admin/warmup"));
    }

    [Fact]
    public async Task A_function_whose_name_comes_after_that_of_the_catch_all_is_never_called_by_the_host()
    {
        FunctionRoute[] functions = [new("Web", "{*path}", []), new("Zone", "api/zones", ["GET"])];
        await using FunctionRouter worker = new(functions);
        await using HostRouter host = new(functions);
        Assert.Equal("Zone", await worker.FindAsync("GET", "/api/zones"));
        Assert.Equal("Web", await host.FindAsync("GET", "/api/zones"));
    }

    [Fact]
    public void No_function_serves_what_the_local_host_does_not() => Assert.Empty(Strangers(Functions));

    [Theory]
    [InlineData("api/rotations", "DELETE", "a method that the local host has not")]
    [InlineData("api/secrets", "GET", "a path that the local host has not")]
    [InlineData("api/rotations/{id}", "POST", "a path that the local host has for another method")]
    [InlineData("api/rotations/{id}/commands", "", "any method, where the local host has one")]
    public void A_function_of_another_route_is_said(string template, string methods, string what)
        => Assert.True(
            Strangers([new("Stranger", template, methods.Split(',', StringSplitOptions.RemoveEmptyEntries))]) is ["Stranger"],
            what);

    [Fact]
    public async Task Two_functions_of_one_route_are_caught()
    {
        await using FunctionRouter router = new([new("A", "api/rotations", ["POST"]), new("B", "api/rotations", ["POST"])]);
        // routing's own type is not public
        Exception caught = await Assert.ThrowsAnyAsync<Exception>(() => router.FindAsync("POST", "/api/rotations"));
        Assert.StartsWith("The request matched multiple endpoints.", caught.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_catch_all_a_page_reaches_nobody()
    {
        await using FunctionRouter router = new(Functions.Where(static one => one.Template is not CatchAll));
        Assert.Null(await router.FindAsync("GET", "/rotations"));
    }

    private string Wanted(string method, string path)
        => Functions.SingleOrDefault(
            one => one.Methods.Contains(method, StringComparer.OrdinalIgnoreCase) && IsSame(one.Template, path))?.Function
            ?? Functions.Single(one => one.Template == (path is "/" ? Root : CatchAll)).Function;

    /// <summary>The functions that are neither the two that pass everything on nor an endpoint of the local host.</summary>
    private string[] Strangers(IEnumerable<FunctionRoute> functions)
        => [.. functions
            .Where(static one => one is not { Template: CatchAll or Root, Methods: [] })
            .Where(one => one.Methods is []
                || !one.Methods.All(method => Local.Any(
                    local => string.Equals(local.Method, method, StringComparison.OrdinalIgnoreCase) && IsSame(one.Template, local.Path))))
            .Select(static one => one.Function)];

    /// <summary>Whether two patterns are one but for the names of their parameters.</summary>
    private static bool IsSame(string template, string path) => ExampleOf($"/{template}") == ExampleOf(path);

    private static string ExampleOf(string path)
        => "/" + string.Join(
            '/',
            RoutePatternFactory.Parse(path).PathSegments
                .Select(static segment => segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : "r1"));
}
