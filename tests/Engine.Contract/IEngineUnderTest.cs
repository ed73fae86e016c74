using TenantTokens.Durable;

namespace TenantTokens.EngineContract;

/// <summary>An engine that runs the tasks of a registry.</summary>
public interface IEngineUnderTest : IAsyncDisposable
{
    /// <summary>The client of the engine as it runs now.</summary>
    IDurableClient Client { get; }

    /// <summary>False when nothing the engine holds outlives it; tests of recovery are skipped then.</summary>
    bool CanRestart { get; }

    /// <summary>Kills the engine as a crash would and starts it again.</summary>
    Task RestartAsync();
}
