using TenantTokens.Durable;
using TenantTokens.EngineContract;

namespace TenantTokens.Local.Tests.Engine;

/// <summary>
/// A root that broke may have left children running: nothing of it works beside a new root of the same id, as with the adapter on Durable
/// Functions.
/// </summary>
public sealed class LeftOverTests : EngineTest
{
    private static readonly OrchestratorName<string, string> _roots = new("BrokenRoot");
    private static readonly OrchestratorName<string, string> _middles = new("Middle");
    private static readonly OrchestratorName<string, string> _leaves = new("Leaf");

    [Fact]
    public async Task What_a_root_left_running_is_ended_when_a_new_one_begins()
    {
        EngineHost host = await NewHost(Registry()).StartAsync();
        await StartAsync(host, "root", "first");
        Assert.Equal([OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Running], await StatusesAsync(host, "first"));

        await StartAsync(host, "root", "second");

        Assert.Equal([null, null], await StatusesAsync(host, "first")); // ended, and forgotten with their root
        Assert.Equal([OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Running], await StatusesAsync(host, "second"));
    }

    [Fact]
    public async Task What_another_root_left_running_goes_on()
    {
        EngineHost host = await NewHost(Registry()).StartAsync();
        await StartAsync(host, "root", "first");

        await StartAsync(host, "another", "second");

        Assert.Equal([OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Running], await StatusesAsync(host, "first"));
    }

    private static DurableTaskRegistry Registry() => NewRegistry()
        .AddOrchestrator<BrokenRoot, string, string>(_roots)
        .AddOrchestrator<Middle, string, string>(_middles)
        .AddOrchestrator<Leaf, string, string>(_leaves);

    private static async Task StartAsync(EngineHost host, string id, string name)
    {
        await host.Client.ScheduleNewOrchestrationInstanceAsync(_roots, name, id, Stop);
        await host.Client.WaitForInstanceCompletionAsync(id, Stop);
        await host.Engine.IdleAsync(Stop);
    }

    private static async Task<OrchestrationRuntimeStatus?[]> StatusesAsync(EngineHost host, string name)
        => [
            (await host.Client.GetInstanceAsync($"middle-{name}", Stop))?.RuntimeStatus,
            (await host.Client.GetInstanceAsync($"leaf-{name}", Stop))?.RuntimeStatus,
        ];

    private sealed class BrokenRoot : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            Task<string> middle = context.CallSubOrchestratorAsync(_middles, input, $"middle-{input}");
            await context.CallActivityAsync(ContractActivities.Echo, "there");
            SynchronizationContext.Current!.Post(static _ => throw new InvalidOperationException("Nobody awaits this."), null);
            return await middle;
        }
    }

    private sealed class Middle : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input)
            => context.CallSubOrchestratorAsync(_leaves, input, $"leaf-{input}");
    }

    private sealed class Leaf : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input) => context.WaitForExternalEvent<string>("go");
    }
}
