using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.FunctionsDurableHost;

namespace TenantTokens.FunctionsTests.Engine;

public sealed class DurableActivityTests : ActivityContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => MemoryEngine.StartAsync(registry, services);
}

public sealed class DurableChildTests : ChildContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => MemoryEngine.StartAsync(registry, services);
}

public sealed class DurableTimerTests : TimerContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => MemoryEngine.StartAsync(registry, services);
}

public sealed class DurableEventTests : EventContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => MemoryEngine.StartAsync(registry, services);
}

public sealed class DurableLifecycleTests : LifecycleContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => MemoryEngine.StartAsync(registry, services);
}

public sealed class DurableReplayTests : ReplayContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => MemoryEngine.StartAsync(registry, services);
}

public sealed class DurableOrphanTests : OrphanContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => MemoryEngine.StartAsync(registry, services);

    protected override Task EndAloneAsync(string instanceId) => ((DurableEngine)Engine).EndAloneAsync(instanceId);
}
