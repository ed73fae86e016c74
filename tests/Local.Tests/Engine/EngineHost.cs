using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Tests.Engine;

/// <summary>The embedded engine on a temporary directory, with a process's worth of crashes.</summary>
internal sealed class EngineHost : IEngineUnderTest
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private DataDirectory _directory;
    private EmbeddedEngine _engine;
    private bool _disposed;

    public EngineHost(DurableTaskRegistry registry, IServiceProvider services, TimeProvider? time = null)
    {
        _services = services;
        _time = time ?? TimeProvider.System;
        Registry = registry;
        _directory = DataDirectory.Acquire(_temporary.Path);
        _engine = Create();
    }

    /// <summary>What the next engine runs: changing it between crashes is a new version of the program.</summary>
    public DurableTaskRegistry Registry { get; set; }

    public EmbeddedEngine Engine => _engine;

    public IDurableClient Client => _engine;

    public string JournalPath => _directory.JournalPath;

    public bool CanRestart => true;

    /// <summary>Called with false before and true after each commit of every engine from now on.</summary>
    public Action<bool>? CommitProbe { get; set; }

    public async Task<EngineHost> StartAsync()
    {
        _engine.CommitProbe = CommitProbe;
        await _engine.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    public async Task RestartAsync()
    {
        await CrashAsync();
        await StartAsync();
    }

    /// <summary>The process is gone; another one has not started yet.</summary>
    public async Task CrashAsync()
    {
        await _engine.CrashAsync();
        _directory.Dispose();
        _directory = DataDirectory.Acquire(_temporary.Path);
        _engine = Create();
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _engine.DisposeAsync();
        _directory.Dispose();
        _temporary.Dispose();
    }

    private EmbeddedEngine Create() => new(_directory, Registry, _services, _time, NullLogger<EmbeddedEngine>.Instance);
}
