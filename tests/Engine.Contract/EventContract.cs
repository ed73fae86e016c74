using TenantTokens.Durable;

namespace TenantTokens.EngineContract;

/// <summary>External events: early, late, doubled, and one wait against many timers.</summary>
public abstract class EventContract : EngineContract
{
    private static readonly OrchestratorName<string, string> _listening = new("Listening");
    private static readonly OrchestratorName<string, string> _lateListening = new("LateListening");
    private static readonly OrchestratorName<string, string> _reminding = new("Reminding");

    [Fact]
    public async Task Events_are_handed_out_in_order_whatever_the_case_of_their_name()
    {
        string id = await StartAsync(_listening, "");
        await Client.RaiseEventAsync(id, "APPROVAL:7", "first", Patience);
        await Client.RaiseEventAsync(id, "approval:7", "second", Patience);
        OrchestrationMetadata end = await EndOfAsync(id);
        Assert.Equal("first, second", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_nobody_waits_for_yet_is_kept_and_one_of_another_name_does_no_harm()
    {
        string id = await StartAsync(_lateListening, "late");
        await World.ReachedAsync("late", Patience);
        await Client.RaiseEventAsync(id, "other", "wrong", Patience);
        await Client.RaiseEventAsync(id, "go", "early", Patience);
        await Client.RaiseEventAsync(id, "go", "doubled", Patience);
        World.Open("late");
        OrchestrationMetadata end = await EndOfAsync(id);
        Assert.Equal("early", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task One_wait_raced_against_timers_again_and_again_loses_no_event()
    {
        string id = await StartAsync(_reminding, "");
        await UntilAsync(id, static metadata => metadata.ReadCustomStatusAs<int>() >= 3);
        await Client.RaiseEventAsync(id, "decision", "approved", Patience);
        OrchestrationMetadata end = await EndOfAsync(id);
        AssertCompleted(end);
        Assert.Equal("approved", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_for_nobody_is_dropped() => await Client.RaiseEventAsync("nobody-of-this-name", "go", null, Patience);

    protected override void Register(DurableTaskRegistry registry) => registry
        .AddOrchestrator<Listen, string, string>(_listening)
        .AddOrchestrator<ListenLate, string, string>(_lateListening)
        .AddOrchestrator<Remind, string, string>(_reminding);

    private sealed class Listen : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            string first = await context.WaitForExternalEvent<string>("approval:7");
            string second = await context.WaitForExternalEvent<string>("Approval:7");
            return $"{first}, {second}";
        }
    }

    private sealed class ListenLate : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            await context.CallActivityAsync(ContractActivities.Pass, input);
            return await context.WaitForExternalEvent<string>("go");
        }
    }

    private sealed class Remind : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            Task<string> decision = context.WaitForExternalEvent<string>("decision");
            for (int reminders = 1; ; reminders++)
            {
                using CancellationTokenSource cancel = new();
                Task reminder = context.CreateTimer(TimeSpan.FromMilliseconds(20), cancel.Token);
                if (await Task.WhenAny(decision, reminder) == decision)
                {
                    cancel.Cancel();
                    return await decision;
                }

                context.SetCustomStatus(reminders);
            }
        }
    }
}
