using TenantTokens.Durable;

namespace TenantTokens.EngineContract;

/// <summary>What a client can do with an instance.</summary>
public abstract class LifecycleContract : EngineContract
{
    private static readonly OrchestratorName<string, string> _gated = new("Gated");
    private static readonly OrchestratorName<string, string> _listening = new("ListeningForever");

    [Fact]
    public async Task The_custom_status_is_shown_while_the_orchestration_runs()
    {
        string id = await StartAsync(_gated, "status");
        await World.ReachedAsync("status", Patience);
        OrchestrationMetadata running = await UntilAsync(id, static metadata => metadata.CustomStatusJson is not null);
        Assert.Equal("waits at status", running.ReadCustomStatusAs<string>());
        Assert.False(running.IsCompleted);
        World.Open("status");
        AssertCompleted(await EndOfAsync(id));
    }

    [Fact]
    public async Task A_live_instance_is_not_replaced_and_a_finished_one_is()
    {
        string id = $"one-{Guid.CreateVersion7()}";
        await StartAsync(_gated, "dedupe", id);
        await World.ReachedAsync("dedupe", Patience);
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => StartAsync(_gated, "dedupe", id));
        World.Open("dedupe");
        AssertCompleted(await EndOfAsync(id));
        await StartAsync(_gated, "dedupe", id);
        AssertCompleted(await EndOfAsync(id));
        Assert.Equal(2, World.CountOf("dedupe"));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("@one", "starts with @")]
    [InlineData("ä", "not ASCII")]
    [InlineData("a\tb", "not printable")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "101 characters")]
    public async Task An_id_that_not_every_engine_takes_is_refused(string id, string why)
    {
        InvalidInstanceIdException refused = await Assert.ThrowsAsync<InvalidInstanceIdException>(() => StartAsync(_gated, why, id));
        Assert.Contains("100 printable ASCII", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_instance_keeps_what_happens_until_it_is_resumed()
    {
        string id = await StartAsync(_listening, "");
        await UntilAsync(id, static metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Running);
        await Client.SuspendInstanceAsync(id, Patience);
        await UntilAsync(id, static metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        await Client.RaiseEventAsync(id, "go", "kept", Patience);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await Client.GetInstanceAsync(id, Patience))!.RuntimeStatus);
        await Client.ResumeInstanceAsync(id, Patience);
        OrchestrationMetadata end = await EndOfAsync(id);
        Assert.Equal("kept", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_terminated_instance_takes_no_further_turn()
    {
        string id = await StartAsync(_gated, "never");
        await World.ReachedAsync("never", Patience);
        await Client.TerminateInstanceAsync(id, "enough", Patience);
        OrchestrationMetadata end = await EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Null(end.OutputJson);
        World.Open("never");
    }

    [Fact]
    public async Task Only_a_finished_instance_is_purged()
    {
        string id = await StartAsync(_gated, "purge");
        await World.ReachedAsync("purge", Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.PurgeInstanceAsync(id, Patience));
        World.Open("purge");
        AssertCompleted(await EndOfAsync(id));
        Assert.True(await Client.PurgeInstanceAsync(id, Patience));
        Assert.Null(await Client.GetInstanceAsync(id, Patience));
        Assert.False(await Client.PurgeInstanceAsync(id, Patience));
    }

    [Fact]
    public async Task Instances_are_found_by_prefix_and_status()
    {
        string prefix = $"list-{Guid.CreateVersion7()}-";
        await StartAsync(_gated, "list", prefix + "done");
        World.Open("list");
        AssertCompleted(await EndOfAsync(prefix + "done"));
        await StartAsync(_listening, "", prefix + "open");
        Assert.Equal([prefix + "done", prefix + "open"], await IdsAsync(new(prefix)));
        Assert.Equal([prefix + "done"], await IdsAsync(new(prefix, [OrchestrationRuntimeStatus.Completed])));
    }

    protected override void Register(DurableTaskRegistry registry) => registry
        .AddOrchestrator<Gate, string, string>(_gated)
        .AddOrchestrator<Listen, string, string>(_listening);

    private async Task<List<string>> IdsAsync(OrchestrationQuery query)
    {
        List<string> ids = [];
        await foreach (OrchestrationMetadata metadata in Client.GetAllInstancesAsync(query, Patience))
        {
            ids.Add(metadata.InstanceId);
        }

        ids.Sort(StringComparer.Ordinal);
        return ids;
    }

    private sealed class Gate : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            context.SetCustomStatus($"waits at {input}");
            return context.CallActivityAsync(ContractActivities.Pass, input);
        }
    }

    private sealed class Listen : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input) => context.WaitForExternalEvent<string>("go");
    }
}
