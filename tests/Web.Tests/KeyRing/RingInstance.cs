using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TenantTokens.Tokens;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Tests.KeyRing;

/// <summary>One instance of the app, as far as its keys go. It logs everything that data protection is willing to say.</summary>
internal sealed class RingInstance : IAsyncDisposable, ILoggerProvider
{
    private readonly ServiceProvider _services;

    public RingInstance(RingVault vault)
    {
        IServiceCollection services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this))
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<SecretScrubber>();
        services.AddDataProtection().SetApplicationName("tenant-token");
        vault.AddTo(services);
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch);

    public ConcurrentQueue<string> Log { get; } = new();

    public IKeyManager Keys => _services.GetRequiredService<IKeyManager>();

    public VaultKeyRing Ring => _services.GetRequiredService<VaultKeyRing>();

    public SecretScrubber Scrubber => _services.GetRequiredService<SecretScrubber>();

    private IDataProtector Protector => _services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    public string Protect(string text) => Protector.Protect(text);

    public string Unprotect(string sealedText) => Protector.Unprotect(sealedText);

    /// <summary>A key that counts from now on.</summary>
    public IKey AddKey() => Keys.CreateNewKey(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(90));

    public static string MasterKeyOf(XElement element) => element.Descendants("masterKey").Single().Element("value")!.Value;

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    ILogger ILoggerProvider.CreateLogger(string categoryName) => new Logger(Log);

    void IDisposable.Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<string> log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => log.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
