using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.FunctionsDurableHost;

namespace TenantTokens.FunctionsStorageTests.Engine;

[Collection(ContractCollection.Name)]
public sealed class StorageActivityTests(SharedEngine engine) : ActivityContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => engine.UseAsync(registry, services);
}

[Collection(ContractCollection.Name)]
public sealed class StorageChildTests(SharedEngine engine) : ChildContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => engine.UseAsync(registry, services);
}

[Collection(ContractCollection.Name)]
public sealed class StorageTimerTests(SharedEngine engine) : TimerContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => engine.UseAsync(registry, services);
}

[Collection(ContractCollection.Name)]
public sealed class StorageEventTests(SharedEngine engine) : EventContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => engine.UseAsync(registry, services);
}

[Collection(ContractCollection.Name)]
public sealed class StorageLifecycleTests(SharedEngine engine) : LifecycleContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => engine.UseAsync(registry, services);
}

[Collection(ContractCollection.Name)]
public sealed class StorageOrphanTests(SharedEngine engine) : OrphanContract
{
    protected override Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => engine.UseAsync(registry, services);

    protected override Task EndAloneAsync(string instanceId) => engine.EndAloneAsync(instanceId);
}

/// <summary>The engine is a process here, which a crash really kills.</summary>
public sealed class StorageReplayTests(SharedEngine engine) : ReplayContract
{
    // What a killed worker held in its hands is visible again after a minute, and its lease is free a quarter of one later.
    protected override TimeSpan LongestWait => TimeSpan.FromMinutes(3);

    protected override async Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
        => await ProcessEngine.StartAsync(await engine.ConnectionStringAsync(), registry, services);
}
