using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using TenantTokens.Tooling;

namespace TenantTokens.Simulator.Tests.Infrastructure;

/// <summary>A world and a client that trusts it, with the calls that the tests make in a line each.</summary>
public sealed class TestWorld : IAsyncDisposable
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(20);
    private readonly string _directory;
    private readonly string _apiToken;

    private TestWorld(SimulatedWorld world, string directory, HttpClient client, string apiToken)
        => (World, _directory, Client, _apiToken) = (world, directory, client, apiToken);

    public SimulatedWorld World { get; }

    public HttpClient Client { get; }

    public string Directory => _directory;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TestWorld> StartAsync(
        int machines = 4,
        int seed = 1,
        double timeScale = 1.0 / 60,
        bool models = false,
        bool someFaults = false,
        int? maxScriptLength = null)
    {
        string directory = System.IO.Directory.CreateTempSubdirectory("world-").FullName;
        SimulatedWorld world = await SimulatedWorld.StartAsync(
            new WorldOptions
            {
                Machines = machines,
                Seed = seed,
                TimeScale = timeScale,
                Models = models,
                SomeFaults = someFaults,
                MaxScriptLength = maxScriptLength,
                Directory = directory,
            },
            Token);
        HttpClient client = new(Handler(world)) { BaseAddress = world.Endpoint };
        using HttpRequestMessage request = new(HttpMethod.Get, "/secrets/dynatrace-api-token?api-version=7.6");
        request.Headers.Add("Authorization", "Bearer simulated");
        using HttpResponseMessage response = await client.SendAsync(request, Token);
        JsonNode secret = (await response.Content.ReadFromJsonAsync<JsonNode>(Token))!;
        return new TestWorld(world, directory, client, (string)secret["value"]!);
    }

    public static SocketsHttpHandler Handler(SimulatedWorld world)
    {
        X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(world.CertificateAuthorityPath);
        return new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
    }

    /// <summary>A world of models, a thousand times as fast as a real one.</summary>
    public static Task<TestWorld> StartModelsAsync(int machines = 4, int seed = 1, double timeScale = 0.001, bool someFaults = false)
        => StartAsync(machines, seed, timeScale, models: true, someFaults);

    public WorldSnapshot Snapshot() => World.Snapshot();

    public MachineSnapshot Machine(string name) => Snapshot().Machines.Single(m => m.Name == name);

    public string FirstWith(string component, string? kind = null)
        => Snapshot().Machines.First(m => (kind is null || m.Kind == kind) && m.Components.Any(c => c.Component == component)).Name;

    public string Tree(string machine) => Path.Combine(_directory, "machines", machine);

    public async Task<(HttpStatusCode Status, JsonNode? Body)> DynatraceAsync(
        HttpMethod method,
        string path,
        string environment = "sim00001",
        string? credential = null)
        => await SendAsync(method, $"/e/{environment}{path}", credential ?? "Api-Token " + _apiToken);

    public Task<(HttpStatusCode Status, JsonNode? Body)> RotationAsync(string call)
        => DynatraceAsync(HttpMethod.Post, "/api/v2/tenantTokenRotation/" + call);

    public async Task<(HttpStatusCode Status, JsonNode? Body)> ArmAsync(HttpMethod method, string path, JsonNode? body = null)
        => await SendAsync(method, path, "Bearer simulated", body);

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(
        HttpMethod method,
        string path,
        string? credential,
        JsonNode? body = null)
    {
        using HttpRequestMessage request = new(method, path);
        if (credential is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", credential);
        }

        request.Content = body is null ? null : JsonContent.Create(body);
        using HttpResponseMessage response = await Client.SendAsync(request, Token);
        string text = await response.Content.ReadAsStringAsync(Token);
        return (response.StatusCode, text is "" ? null : JsonNode.Parse(text));
    }

    /// <summary>Waits until it is so.</summary>
    public static Task UntilAsync(string what, Func<Task<bool>> isSo) => Eventually.IsSoAsync(isSo, () => what, _lookEvery, Token);

    public static Task UntilAsync(string what, Func<bool> condition) => UntilAsync(what, () => Task.FromResult(condition()));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await World.DisposeAsync();
        System.IO.Directory.Delete(_directory, recursive: true);
    }
}
