using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Web.Guards;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>A test of the real app over HTTP.</summary>
public abstract class WebTest : IAsyncDisposable
{
    private readonly List<WebApp> _apps = [];
    private TestAuthority? _authority;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected async Task<WebApp> StartAsync(
        WebHostOptions? host = null,
        bool entra = false,
        Func<TenantTokens.Configuration.Options.RotationOptions, TenantTokens.Configuration.Options.RotationOptions>? change = null,
        bool frontEnd = false,
        Action<IServiceCollection>? more = null)
    {
        WebApp app = await WebApp.StartAsync(Stop, host, entra ? (await AuthorityAsync()).Options : null, change, frontEnd, more);
        _apps.Add(app);
        return app;
    }

    private protected async Task<TestAuthority> AuthorityAsync() => _authority ??= await TestAuthority.StartAsync(Stop);

    private protected async Task<WebApp> StartBesideAsync(WebApp app)
    {
        WebApp beside = await app.StartBesideAsync(Stop);
        _apps.Insert(0, beside); // which ends first: the folder is the other one's
        return beside;
    }

    private protected async Task<WebApp> CrashAsync(WebApp app)
    {
        int place = _apps.IndexOf(app);
        return _apps[place] = await app.CrashAsync(Stop);
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (WebApp app in _apps)
        {
            await app.DisposeAsync();
        }

        if (_authority is not null)
        {
            await _authority.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
