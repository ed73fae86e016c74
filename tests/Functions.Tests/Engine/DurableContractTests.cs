using TenantTokens.Durable;
using TenantTokens.EngineContract;

namespace TenantTokens.FunctionsTests.Engine;

public sealed class DurableActivityTests : ActivityContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services) => InProcessEngine.StartAsync(registry, services);
}

public sealed class DurableChildTests : ChildContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services) => InProcessEngine.StartAsync(registry, services);
}

public sealed class DurableTimerTests : TimerContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services) => InProcessEngine.StartAsync(registry, services);
}

public sealed class DurableEventTests : EventContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services) => InProcessEngine.StartAsync(registry, services);
}

public sealed class DurableLifecycleTests : LifecycleContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services) => InProcessEngine.StartAsync(registry, services);
}

public sealed class DurableReplayTests : ReplayContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services) => InProcessEngine.StartAsync(registry, services);
}
