using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.KeyRing;

/// <summary>A test of keys that are kept in a vault.</summary>
public abstract class RingTest : WebTest, IAsyncLifetime
{
    private readonly List<RingInstance> _instances = [];
    private RingVault? _vault;

    private protected RingVault Vault => _vault!;

    public async ValueTask InitializeAsync() => _vault = await RingVault.StartAsync();

    private protected RingInstance Start()
    {
        RingInstance instance = new(Vault);
        _instances.Add(instance);
        return instance;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (RingInstance instance in _instances)
        {
            await instance.DisposeAsync();
        }

        await Vault.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
