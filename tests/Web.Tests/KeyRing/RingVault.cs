using global::Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;
using TenantTokens.Simulator;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Tests.KeyRing;

/// <summary>The simulator's vault over HTTPS, with the client and the retries that the app uses; only the tries are fewer.</summary>
internal sealed class RingVault : IAsyncDisposable
{
    public const string Secret = "web-key-ring";

    /// <summary>How often the client tries, which a vault that is down for one reading must outlast.</summary>
    public const int Tries = 2;

    private readonly DirectoryInfo _folder;
    private readonly HttpPipelineTransport _transport;
    private readonly Counter _counter = new();
    private bool _isDown;

    private RingVault(SimulatedWorld world, DirectoryInfo folder)
    {
        (World, _folder) = (world, folder);
        string configuration = Path.Combine(_folder.FullName, "rotation.json");
        File.WriteAllText(configuration, world.RotationJson());
        AzureOptions azure = RotationConfiguration.Load(configuration).Options!.Azure;
        _transport = AzureCredentials.CreateTransport(azure);
        SecretClientOptions options = new()
        {
            Transport = _transport,
            DisableChallengeResourceVerification = true,
            RetryPolicy = new AzureRetryPolicy(TimeProvider.System, new Random(1), Tries - 1),
        };
        options.AddPolicy(_counter, global::Azure.Core.HttpPipelinePosition.PerCall);
        Client = new SecretClient(azure.VaultUri, AzureCredentials.Create(azure), options);
    }

    public SimulatedWorld World { get; }

    public SecretClient Client { get; }

    /// <summary>How many calls were made; a repeated try is none of its own.</summary>
    public int Calls => _counter.Calls;

    public static async Task<RingVault> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ring-");
        WorldOptions options = new() { Machines = 4, Models = true, Directory = Path.Combine(folder.FullName, "world") };
        return new(await SimulatedWorld.StartAsync(options, TestContext.Current.CancellationToken), folder);
    }

    /// <summary>What makes an app keep its keys here.</summary>
    public void AddTo(IServiceCollection services) => services.AddSingleton(Client).AddVaultKeyRing(Secret);

    /// <summary>The versions, the oldest first.</summary>
    public async Task<List<SecretProperties>> VersionsAsync()
    {
        List<SecretProperties> versions = [];
        await foreach (SecretProperties version in Client.GetPropertiesOfSecretVersionsAsync(Secret, TestContext.Current.CancellationToken))
        {
            versions.Add(version);
        }

        return versions;
    }

    public async Task ChangeAsync(SecretProperties version, Action<SecretProperties> change)
    {
        change(version);
        await Client.UpdateSecretPropertiesAsync(version, TestContext.Current.CancellationToken);
    }

    /// <summary>The next readings of the ring find no vault.</summary>
    public void BreakReadings(int readings)
        => World.Plant(new Fault(FaultKind.RefuseBefore) { Call = CallName.ListSecretVersions, Times = Tries * readings });

    /// <summary>From now on nobody listens there.</summary>
    public async Task GoDownAsync()
    {
        _isDown = true;
        await World.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDown)
        {
            await World.DisposeAsync();
        }

        (_transport as IDisposable)?.Dispose();
        _folder.Delete(recursive: true);
    }

    private sealed class Counter : HttpPipelineSynchronousPolicy
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public override void OnSendingRequest(global::Azure.Core.HttpMessage message) => Interlocked.Increment(ref _calls);
    }
}
