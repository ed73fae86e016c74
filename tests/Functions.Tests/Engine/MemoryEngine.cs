using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.FunctionsDurableHost;

namespace TenantTokens.FunctionsTests.Engine;

/// <summary>The adapter on an engine that keeps everything in memory: nothing of it can be restarted.</summary>
internal static class MemoryEngine
{
    public static async Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => await DurableEngine.StartAsync(new MemoryStore(), HostedTasks.From(registry, services));
}
