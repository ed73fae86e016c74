using TenantTokens.Durable;

namespace TenantTokens.EngineContract;

/// <summary>Activities: result, failure, retry and fan-out.</summary>
public abstract class ActivityContract : EngineContract
{
    private static readonly OrchestratorName<string, string> _echoing = new("Echoing");
    private static readonly OrchestratorName<string, string> _catching = new("Catching");
    private static readonly OrchestratorName<string, string> _notCatching = new("NotCatching");
    private static readonly OrchestratorName<int, int> _retrying = new("Retrying");
    private static readonly OrchestratorName<int, int> _fannedOut = new("FannedOut");

    [Fact]
    public async Task An_activity_gives_its_result() => Assert.Equal("hello", await ResultOfAsync(_echoing, "hello"));

    [Fact]
    public async Task An_activity_that_throws_arrives_as_a_failure_without_its_secret()
        => Assert.Equal($"ContractFail|{typeof(ContractFailureException).FullName}|oops ***.", await ResultOfAsync(_catching, "oops"));

    [Fact]
    public async Task A_failure_nobody_catches_fails_the_orchestration_without_its_secret()
    {
        OrchestrationMetadata end = await RunAsync(_notCatching, "oops");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("oops ***", end.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(ContractScrubber.Secret, end.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_activity_is_run_again_as_often_as_the_policy_says() => Assert.Equal(3, await ResultOfAsync(_retrying, 3));

    [Fact]
    public async Task A_failing_activity_is_not_run_more_often_than_the_policy_says()
    {
        OrchestrationMetadata end = await RunAsync(_retrying, 2);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(2, World.CountOf("flaky"));
    }

    [Fact]
    public async Task A_window_runs_every_activity_and_never_more_at_once_than_it_is_wide()
    {
        Assert.Equal(20, await ResultOfAsync(_fannedOut, 20));
        Assert.Equal(20, Enumerable.Range(0, 20).Sum(item => World.CountOf($"item {item}")));
        Assert.InRange(World.MaxOpen, 1, FanOut.Width);
    }

    protected override void Register(DurableTaskRegistry registry) => registry
        .AddOrchestrator<Echo, string, string>(_echoing)
        .AddOrchestrator<Catch, string, string>(_catching)
        .AddOrchestrator<NoCatch, string, string>(_notCatching)
        .AddOrchestrator<Retry, int, int>(_retrying)
        .AddOrchestrator<FanOut, int, int>(_fannedOut);

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
