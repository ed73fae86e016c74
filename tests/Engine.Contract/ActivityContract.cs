using TenantTokens.Durable;

namespace TenantTokens.EngineContract;

/// <summary>Activities: result, failure, retry and fan-out.</summary>
public abstract class ActivityContract : EngineContract
{
    private static readonly OrchestratorName<string, string> Echoing = new("Echoing");
    private static readonly OrchestratorName<string, string> Catching = new("Catching");
    private static readonly OrchestratorName<string, string> NotCatching = new("NotCatching");
    private static readonly OrchestratorName<int, int> Retrying = new("Retrying");
    private static readonly OrchestratorName<int, int> FannedOut = new("FannedOut");

    [Fact]
    public async Task An_activity_gives_its_result() => Assert.Equal("hello", await ResultOfAsync(Echoing, "hello"));

    [Fact]
    public async Task An_activity_that_throws_arrives_as_a_failure_without_its_secret()
        => Assert.Equal($"ContractFail|{typeof(ContractFailureException).FullName}|oops ***.", await ResultOfAsync(Catching, "oops"));

    [Fact]
    public async Task A_failure_nobody_catches_fails_the_orchestration_without_its_secret()
    {
        OrchestrationMetadata end = await RunAsync(NotCatching, "oops");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("oops ***", end.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(ContractScrubber.Secret, end.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_activity_is_run_again_as_often_as_the_policy_says() => Assert.Equal(3, await ResultOfAsync(Retrying, 3));

    [Fact]
    public async Task A_failing_activity_is_not_run_more_often_than_the_policy_says()
    {
        OrchestrationMetadata end = await RunAsync(Retrying, 2);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(2, World.CountOf("flaky"));
    }

    [Fact]
    public async Task A_window_runs_every_activity_and_never_more_at_once_than_it_is_wide()
    {
        Assert.Equal(20, await ResultOfAsync(FannedOut, 20));
        Assert.Equal(20, Enumerable.Range(0, 20).Sum(item => World.CountOf($"item {item}")));
        Assert.InRange(World.MostOpen, 1, FanOut.Width);
    }

    protected override void Register(DurableTaskRegistry registry) => registry
        .AddOrchestrator<Echo, string, string>(Echoing)
        .AddOrchestrator<Catch, string, string>(Catching)
        .AddOrchestrator<NoCatch, string, string>(NotCatching)
        .AddOrchestrator<Retry, int, int>(Retrying)
        .AddOrchestrator<FanOut, int, int>(FannedOut);

    private sealed class Echo : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input)
            => context.CallActivityAsync(ContractActivities.Echo, input);
    }

    private sealed class Catch : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            try
            {
                return await context.CallActivityAsync(ContractActivities.Fail, input);
            }
            catch (ActivityFailedException failure)
            {
                return $"{failure.TaskName}|{failure.FailureType}|{failure.ScrubbedMessage}";
            }
        }
    }

    private sealed class NoCatch : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input)
            => context.CallActivityAsync(ContractActivities.Fail, input);
    }

    private sealed class Retry : IOrchestrator<int, int>
    {
        public Task<int> RunAsync(IOrchestrationContext context, int input)
            => context.CallActivityAsync(ContractActivities.FailTwice, "flaky", new RetryPolicy(input, TimeSpan.FromMilliseconds(20)));
    }

    private sealed class FanOut : IOrchestrator<int, int>
    {
        public const int Width = 5;

        public async Task<int> RunAsync(IOrchestrationContext context, int input)
        {
            int done = 0;
            List<Task<string>> open = [];
            for (int item = 0; item < input; item++)
            {
                if (open.Count == Width)
                {
                    done += Take(open, await Task.WhenAny(open));
                }

                open.Add(context.CallActivityAsync(ContractActivities.Echo, $"item {item}"));
            }

            return done + (await Task.WhenAll(open)).Length;
        }

        private static int Take(List<Task<string>> open, Task<string> finished)
        {
            Assert.True(open.Remove(finished));
            return 1;
        }
    }
}
