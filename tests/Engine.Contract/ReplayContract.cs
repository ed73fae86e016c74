using TenantTokens.Durable;

namespace TenantTokens.EngineContract;

/// <summary>What replay must give back as it was.</summary>
public abstract class ReplayContract : EngineContract
{
    private static readonly OrchestratorName<string, Notes> _noting = new("Noting");
    private static readonly OrchestratorName<string, string> _twoSteps = new("TwoSteps");

    [Fact]
    public async Task Ids_and_times_are_the_same_on_every_replay_and_different_from_each_other()
    {
        Notes? notes = await ResultOfAsync(_noting, "");
        Assert.NotNull(notes);
        Assert.Equal(notes.FirstId, Guid.Parse(notes.FirstIdAsSent));
        Assert.Equal(notes.StartedAt.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture), notes.StartedAtAsSent);
        Assert.NotEqual(notes.FirstId, notes.SecondId);
        Assert.Equal(DateTimeKind.Utc, notes.StartedAt.Kind);
        Assert.True(notes.EndedAt >= notes.StartedAt);

        Notes? other = await ResultOfAsync(_noting, "");
        Assert.NotEqual(notes.FirstId, other!.FirstId);
    }

    [Fact]
    public async Task After_a_crash_finished_activities_are_not_run_again_and_unfinished_ones_are()
    {
        Assert.SkipUnless(Engine.CanRestart, "This engine's memory ends with it.");
        string id = await StartAsync(_twoSteps, "second");
        await World.ReachedAsync("second", Patience);
        await Engine.RestartAsync();
        World.Open("second");
        OrchestrationMetadata end = await EndOfAsync(id);
        AssertCompleted(end);
        Assert.Equal("first second", end.ReadOutputAs<string>());
        Assert.Equal(1, World.CountOf("first"));
        Assert.Equal(2, World.CountOf("second"));
    }

    /// <summary>Adds the orchestrators, also for an engine in another process.</summary>
    public static DurableTaskRegistry AddTasks(DurableTaskRegistry registry) => registry
        .AddOrchestrator<Note, string, Notes>(_noting)
        .AddOrchestrator<Two, string, string>(_twoSteps);

    protected override void Register(DurableTaskRegistry registry) => AddTasks(registry);

    /// <summary>What an orchestrator saw, directly and through a recorded activity.</summary>
    private sealed record Notes(
        Guid FirstId,
        string FirstIdAsSent,
        DateTime StartedAt,
        string StartedAtAsSent,
        Guid SecondId,
        DateTime EndedAt);

    private sealed class Note : IOrchestrator<string, Notes>
    {
        public async Task<Notes> RunAsync(IOrchestrationContext context, string input)
        {
            Guid first = context.NewGuid();
            DateTime started = context.CurrentUtcDateTime;
            string sentId = await context.CallActivityAsync(ContractActivities.Echo, first.ToString());
            string sentTime = await context.CallActivityAsync(
                ContractActivities.Echo, started.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return new Notes(first, sentId, started, sentTime, context.NewGuid(), context.CurrentUtcDateTime);
        }
    }

    private sealed class Two : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            string first = await context.CallActivityAsync(ContractActivities.Echo, "first");
            string second = await context.CallActivityAsync(ContractActivities.Pass, input);
            await context.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
            return $"{first} {second}";
        }
    }
}
