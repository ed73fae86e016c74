using TenantTokens.Durable;

namespace TenantTokens.EngineContract;

/// <summary>Sub-orchestrators.</summary>
public abstract class ChildContract : EngineContract
{
    private static readonly OrchestratorName<string, string> _parents = new("ParentOfTwo");
    private static readonly OrchestratorName<string, string> _careful = new("CarefulParent");
    private static readonly OrchestratorName<string, string> _waiting = new("ParentOfAWaiter");
    private static readonly OrchestratorName<string, string> _children = new("Child");
    private static readonly OrchestratorName<string, string> _failing = new("FailingChild");
    private static readonly OrchestratorName<string, string> _listening = new("ListeningChild");
    private static readonly OrchestratorName<string, string> _waitingForHours = new("ParentOfALongWaiter");
    private static readonly OrchestratorName<string, string> _listeningForHours = new("LongListeningChild");
    private static readonly OrchestratorName<bool, string> _leaving = new("ParentThatLeavesItsChild");

    [Fact]
    public async Task Children_give_their_results() => Assert.Equal("left right", await ResultOfAsync(_parents, ""));

    [Fact]
    public async Task A_child_that_throws_arrives_as_a_failure_with_the_orchestrators_name()
        => Assert.Equal("FailingChild", await ResultOfAsync(_careful, ""));

    [Fact]
    public async Task A_child_has_the_id_that_its_parent_gave_it_and_hears_events_under_it()
    {
        string child = $"child-{Guid.CreateVersion7()}";
        string parent = await StartAsync(_waiting, child);
        await UntilAsync(child, static metadata => metadata.Name == _listening.Value);
        await Client.RaiseEventAsync(child, "go", "there", Patience);
        OrchestrationMetadata end = await EndOfAsync(parent);
        Assert.Equal("there", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Terminating_a_parent_ends_its_children()
    {
        string parent = await StartAsync(_waitingForHours, "");
        string child = await RunningChildAsync();
        await Client.TerminateInstanceAsync(parent, "enough", Patience);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndOfAsync(parent)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndOfAsync(child)).RuntimeStatus);
    }

    [Theory]
    [InlineData(false, OrchestrationRuntimeStatus.Completed)]
    [InlineData(true, OrchestrationRuntimeStatus.Failed)]
    public async Task A_parent_that_has_returned_or_thrown_ends_no_earlier_than_its_child(bool throws, OrchestrationRuntimeStatus status)
    {
        string parent = await StartAsync(_leaving, throws);
        OrchestrationMetadata left = await UntilAsync(parent, static metadata => metadata.ReadCustomStatusAs<string>() is "left");
        string child = await RunningChildAsync();
        await Client.RaiseEventAsync(parent, "anything", "unheard", Patience);
        Assert.False(left.IsCompleted);
        Assert.False((await Client.GetInstanceAsync(parent, Patience))!.IsCompleted);
        await Client.RaiseEventAsync(child, "go", "there", Patience);
        Assert.Equal(status, (await EndOfAsync(parent)).RuntimeStatus);
    }

    [Fact]
    public async Task A_parent_that_has_returned_is_ended_with_its_child_and_replaced()
    {
        string parent = await StartAsync(_leaving, false);
        await UntilAsync(parent, static metadata => metadata.ReadCustomStatusAs<string>() is "left");
        string child = await RunningChildAsync();
        await Client.TerminateInstanceAsync(parent, "enough", Patience);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndOfAsync(parent)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndOfAsync(child)).RuntimeStatus);
        await StartAsync(_parents, "", parent);
        Assert.Equal("left right", (await EndOfAsync(parent)).ReadOutputAs<string>());
    }

    protected override void Register(DurableTaskRegistry registry) => registry
        .AddOrchestrator<Parent, string, string>(_parents)
        .AddOrchestrator<CarefulParent, string, string>(_careful)
        .AddOrchestrator<WaitingParent, string, string>(_waiting)
        .AddOrchestrator<Child, string, string>(_children)
        .AddOrchestrator<FailingChild, string, string>(_failing)
        .AddOrchestrator<ListeningChild, string, string>(_listening)
        .AddOrchestrator<LongWaitingParent, string, string>(_waitingForHours)
        .AddOrchestrator<LongListeningChild, string, string>(_listeningForHours)
        .AddOrchestrator<LeavingParent, bool, string>(_leaving);

    /// <summary>The id of the child that waits: its parent gave it none, so the engine did.</summary>
    private async Task<string> RunningChildAsync()
    {
        while (true)
        {
            await foreach (OrchestrationMetadata metadata in Client.GetAllInstancesAsync(
                new(null, [OrchestrationRuntimeStatus.Running]),
                Patience))
            {
                if (metadata.Name == _listeningForHours.Value)
                {
                    return metadata.InstanceId;
                }
            }
        }
    }

    private sealed class Parent : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            string[] both = await Task.WhenAll(
                context.CallSubOrchestratorAsync(_children, "left"),
                context.CallSubOrchestratorAsync(_children, "right", $"{context.InstanceId}-right"));
            return string.Join(' ', both);
        }
    }

    private sealed class CarefulParent : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            try
            {
                return await context.CallSubOrchestratorAsync(_failing, "");
            }
            catch (ActivityFailedException failure)
            {
                return failure.TaskName;
            }
        }
    }

    private sealed class WaitingParent : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input)
            => context.CallSubOrchestratorAsync(_listening, "", input);
    }

    private sealed class Child : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input)
            => context.CallActivityAsync(ContractActivities.Echo, input);
    }

    private sealed class FailingChild : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input) => throw new InvalidOperationException("no");
    }

    private sealed class ListeningChild : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input) => context.WaitForExternalEvent<string>("go");
    }

    private sealed class LongWaitingParent : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input)
            => context.CallSubOrchestratorAsync(_listeningForHours, "");
    }

    private sealed class LeavingParent : IOrchestrator<bool, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, bool input)
        {
            Task<string> child = context.CallSubOrchestratorAsync(_listeningForHours, "");
            await Task.WhenAny(child, context.CallActivityAsync(ContractActivities.Echo, "beside it"));
            context.SetCustomStatus("left");
            return input ? throw new InvalidOperationException("no") : "left";
        }
    }

    private sealed class LongListeningChild : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input) => context.WaitForExternalEvent<string>("go");
    }
}
