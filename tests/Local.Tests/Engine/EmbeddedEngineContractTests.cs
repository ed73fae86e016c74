using TenantTokens.Durable;
using TenantTokens.EngineContract;

namespace TenantTokens.Local.Tests.Engine;

public sealed class EmbeddedActivityTests : ActivityContract
{
    protected override async Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => await new EngineHost(registry, services).StartAsync();
}

public sealed class EmbeddedChildTests : ChildContract
{
    protected override async Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => await new EngineHost(registry, services).StartAsync();
}

public sealed class EmbeddedTimerTests : TimerContract
{
    protected override async Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => await new EngineHost(registry, services).StartAsync();
}

public sealed class EmbeddedEventTests : EventContract
{
    protected override async Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => await new EngineHost(registry, services).StartAsync();
}

public sealed class EmbeddedLifecycleTests : LifecycleContract
{
    protected override async Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => await new EngineHost(registry, services).StartAsync();
}

public sealed class EmbeddedReplayTests : ReplayContract
{
    protected override async Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => await new EngineHost(registry, services).StartAsync();
}
