using TenantTokens.Durable;
using TenantTokens.EngineContract;

namespace TenantTokens.Local.Tests.Engine;

/// <summary>A new version of the program meets the history of the old one; and code that breaks the rules.</summary>
public sealed class NonDeterminismTests : EngineTest
{
    private static readonly OrchestratorName<string, string> _name = new("Changing");

    [Fact]
    public async Task The_same_code_goes_on() => Assert.Equal("same", (await ChangeAsync<Original>()).ReadOutputAs<string>());

    [Fact]
    public async Task Another_activity_is_named()
        => await AssertRefusedAsync<OtherActivity>(
            "Step 1, after the result of step 0: the history holds activity 'ContractPass' with input ",
            ", but the code asked for activity 'ContractEcho' with input ");

    [Fact]
    public async Task Another_input_is_named()
        => await AssertRefusedAsync<OtherInput>(
            "Step 0, at the start: the history holds activity 'ContractEcho' with input ",
            ", but the code asked for activity 'ContractEcho' with input ");

    [Fact]
    public async Task A_timer_instead_of_an_activity_is_named()
        => await AssertRefusedAsync<TimerInstead>(
            "Step 1, after the result of step 0: the history holds activity 'ContractPass'",
            ", but the code asked for a timer until ");

    [Fact]
    public async Task A_step_that_is_left_out_is_named()
        => await AssertRefusedAsync<LeavesOut>(
            "Step 1, after the result of step 0: the history holds activity 'ContractPass'",
            ", but the code asked for nothing more.");

    [Fact]
    public async Task A_step_more_is_named()
        => await AssertRefusedAsync<OneMore>(
            "Step 2, after the result of step 0: the history holds nothing more, but the code asked for child 'Changing' as 'new-child'");

    [Fact]
    public async Task A_step_earlier_is_named()
        => await AssertRefusedAsync<Earlier>(
            "Step 1, at the start: the history holds nothing more, but the code asked for activity 'ContractPass'");

    [Fact]
    public async Task An_end_before_the_history_ends_is_named()
    {
        EngineHost host = await NewHost(With<HearsThree>()).StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(_name, "", cancellationToken: Stop);
        await host.Client.RaiseEventAsync(id, "go", "first", Stop);
        await host.Client.RaiseEventAsync(id, "go", "second", Stop);
        await host.Engine.IdleAsync(Stop);
        host.Registry = With<HearsOne>();
        await host.RestartAsync();
        OrchestrationMetadata end = await host.Client.WaitForInstanceCompletionAsync(id, Stop);
        Assert.Equal((OrchestrationRuntimeStatus.Failed, "NonDeterministicOrchestration"), (end.RuntimeStatus, end.FailureType));
        Assert.Contains("the history goes on, but the code returned.", end.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orchestrator_that_is_gone_is_named()
    {
        OrchestrationMetadata end = await ChangeAsync(NewRegistry());
        Assert.Equal("No orchestrator is registered as 'Changing' in this version.", end.FailureMessage);
    }

    [Fact]
    public Task A_foreign_task_is_no_reason_to_wait_for_ever() => AssertStrayedAsync<AwaitsNothingOfOurs>();

    [Fact]
    public Task A_foreign_task_beside_a_step_is_noticed() => AssertStrayedAsync<AwaitsDelay>();

    [Fact]
    public Task Leaving_the_loop_is_noticed() => AssertStrayedAsync<LeavesTheLoop>();

    [Fact]
    public Task Cancelling_from_another_thread_is_noticed() => AssertStrayedAsync<CancelsElsewhere>();

    private static DurableTaskRegistry With<T>()
        where T : class, IOrchestrator<string, string>, new()
        => NewRegistry().AddOrchestrator<T, string, string>(_name);

    private async Task AssertStrayedAsync<T>()
        where T : class, IOrchestrator<string, string>, new()
    {
        EngineHost host = await NewHost(With<T>()).StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(_name, "", cancellationToken: Stop);
        OrchestrationMetadata end = await host.Client.WaitForInstanceCompletionAsync(id, Stop);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.StartsWith("The orchestrator's code left its turn", end.FailureMessage, StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync<T>(params string[] parts)
        where T : class, IOrchestrator<string, string>, new()
    {
        OrchestrationMetadata end = await ChangeAsync<T>();
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("NonDeterministicOrchestration", end.FailureType);
        Assert.All(parts, part => Assert.Contains(part, end.FailureMessage, StringComparison.Ordinal));
    }

    private Task<OrchestrationMetadata> ChangeAsync<T>()
        where T : class, IOrchestrator<string, string>, new()
        => ChangeAsync(With<T>());

    /// <summary>The original runs until its second activity; then the process dies and the new version starts.</summary>
    private async Task<OrchestrationMetadata> ChangeAsync(DurableTaskRegistry newVersion)
    {
        EngineHost host = await NewHost(With<Original>()).StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(_name, "same", cancellationToken: Stop);
        await World.ReachedAsync("gate", Stop);
        host.Registry = newVersion;
        await host.RestartAsync();
        World.Open("gate");
        return await host.Client.WaitForInstanceCompletionAsync(id, Stop);
    }

    private sealed class Original : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            string result = await context.CallActivityAsync(ContractActivities.Echo, input);
            await context.CallActivityAsync(ContractActivities.Pass, "gate");
            return result;
        }
    }

    private sealed class HearsThree : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            await context.WaitForExternalEvent<string>("go");
            await context.WaitForExternalEvent<string>("go");
            return await context.WaitForExternalEvent<string>("go");
        }
    }

    private sealed class HearsOne : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input) => context.WaitForExternalEvent<string>("go");
    }

    private sealed class OtherActivity : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            await context.CallActivityAsync(ContractActivities.Echo, input);
            return await context.CallActivityAsync(ContractActivities.Echo, "gate");
        }
    }

    private sealed class OtherInput : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input)
            => context.CallActivityAsync(ContractActivities.Echo, "other");
    }

    private sealed class TimerInstead : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            await context.CallActivityAsync(ContractActivities.Echo, input);
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            return input;
        }
    }

    private sealed class LeavesOut : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input)
            => context.CallActivityAsync(ContractActivities.Echo, input);
    }

    private sealed class OneMore : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            await context.CallActivityAsync(ContractActivities.Echo, input);
            Task<string> pass = context.CallActivityAsync(ContractActivities.Pass, "gate");
            string child = await context.CallSubOrchestratorAsync(_name, "", "new-child");
            return child + await pass;
        }
    }

    private sealed class Earlier : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            Task<string> first = context.CallActivityAsync(ContractActivities.Echo, input);
            Task<string> second = context.CallActivityAsync(ContractActivities.Pass, "gate");
            return await first + await second;
        }
    }

    private sealed class AwaitsNothingOfOurs : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            await new TaskCompletionSource().Task;
            return input;
        }
    }

    private sealed class AwaitsDelay : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            Task timer = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            await timer;
            return input;
        }
    }

    private sealed class LeavesTheLoop : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            Task timer = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            await context.CallActivityAsync(ContractActivities.Echo, input).ConfigureAwait(false);
            context.SetCustomStatus("elsewhere");
            await timer;
            return input;
        }
    }

    private sealed class CancelsElsewhere : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            using CancellationTokenSource cancel = new();
            Task timer = context.CreateTimer(TimeSpan.FromDays(1), cancel.Token);
            await cancel.CancelAsync();
            await timer;
            return input;
        }
    }
}
