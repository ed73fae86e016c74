using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Durable;
using TenantTokens.EngineContract;

namespace TenantTokens.Local.Tests.Engine;

/// <summary>One engine with the contract's activities and whatever orchestrators a test writes down.</summary>
public abstract class EngineTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly List<EngineHost> _hosts = [];

    protected EngineTest()
        => _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(World)
            .AddSingleton<ISecretScrubber, ContractScrubber>()
            .BuildServiceProvider();

    private protected ContractWorld World { get; } = new();

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (EngineHost host in _hosts)
        {
            await host.DisposeAsync();
        }

        await _services.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static DurableTaskRegistry NewRegistry() => new DurableTaskRegistry().AddContractActivities();

    private protected EngineHost NewHost(DurableTaskRegistry registry, TimeProvider? time = null)
    {
        EngineHost host = new(registry, _services, time);
        _hosts.Add(host);
        return host;
    }
}
