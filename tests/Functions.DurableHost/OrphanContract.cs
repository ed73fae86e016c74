using TenantTokens.Durable;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>
/// The engine ends no children with their parent; the adapter does, and nothing of a root that is gone works beside a new one.
/// </summary>
public abstract class OrphanContract : TenantTokens.EngineContract.EngineContract
{
    private static readonly OrchestratorName<string, string> _roots = new("OrphanRoot");
    private static readonly OrchestratorName<string, string> _middles = new("OrphanMiddle");
    private static readonly OrchestratorName<string, string> _leaves = new("OrphanLeaf");

    [Fact]
    public async Task Terminating_a_root_ends_all_that_run_under_it()
    {
        string root = await StartWithLeafAsync();
        await Client.TerminateInstanceAsync(root, "enough", Patience);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndOfAsync(root)).RuntimeStatus);
        Assert.Equal(2, await EndedAsync(root));
    }

    [Fact]
    public async Task What_a_lost_root_left_running_is_ended_before_a_new_one_begins()
    {
        string root = await StartWithLeafAsync();
        await EndAloneAsync(root);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndOfAsync(root)).RuntimeStatus);
        Assert.Equal(2, await CountAsync(root, OrchestrationRuntimeStatus.Running));
        await StartAsync(_leaves, "", root);
        Assert.Equal(2, await EndedAsync(root));
    }

    [Fact]
    public async Task What_runs_under_another_root_goes_on()
    {
        string root = await StartWithLeafAsync();
        string other = await StartWithLeafAsync();
        await Client.TerminateInstanceAsync(root, "enough", Patience);
        await EndedAsync(root);
        Assert.Equal(2, await CountAsync(other, OrchestrationRuntimeStatus.Running));
    }

    /// <summary>Ends an instance and nothing under it, as the platform's own tools do.</summary>
    protected abstract Task EndAloneAsync(string instanceId);

    /// <inheritdoc />
    protected override void Register(DurableTaskRegistry registry) => registry
        .AddOrchestrator<Root, string, string>(_roots)
        .AddOrchestrator<Middle, string, string>(_middles)
        .AddOrchestrator<Leaf, string, string>(_leaves);

    private async Task<string> StartWithLeafAsync()
    {
        string root = await StartAsync(_roots, "", $"rotation-{Guid.CreateVersion7():N}");
        while (await CountAsync(root, OrchestrationRuntimeStatus.Running) < 2)
        {
            await UntilAsync(root, static metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Running);
        }

        return root;
    }

    private async Task<int> EndedAsync(string root)
    {
        while (await CountAsync(root, OrchestrationRuntimeStatus.Running) > 0)
        {
            Patience.ThrowIfCancellationRequested();
        }

        // A parent may hear of its child's end before its own, and fails then.
        return await CountAsync(root, OrchestrationRuntimeStatus.Terminated, OrchestrationRuntimeStatus.Failed);
    }

    private async Task<int> CountAsync(string root, params OrchestrationRuntimeStatus[] statuses)
    {
        int count = 0;
        await foreach (OrchestrationMetadata child in Client.GetAllInstancesAsync(new OrchestrationQuery($"{root}~", statuses), Patience))
        {
            count++;
        }

        return count;
    }

    private sealed class Root : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input) => context.CallSubOrchestratorAsync(_middles, "");
    }

    private sealed class Middle : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input) => context.CallSubOrchestratorAsync(_leaves, "");
    }

    private sealed class Leaf : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input) => context.WaitForExternalEvent<string>("go");
    }
}
