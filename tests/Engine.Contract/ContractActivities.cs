using TenantTokens.Durable;

namespace TenantTokens.EngineContract;

/// <summary>The activities that all contract tests share.</summary>
public static class ContractActivities
{
    /// <summary>Gives back its input.</summary>
    public static readonly ActivityName<string, string> Echo = new("ContractEcho");

    /// <summary>Always throws, with a secret in its message.</summary>
    public static readonly ActivityName<string, string> Fail = new("ContractFail");

    /// <summary>Throws twice for its key, then gives the number of the call.</summary>
    public static readonly ActivityName<string, int> FailTwice = new("ContractFailTwice");

    /// <summary>Waits at the gate that its input names.</summary>
    public static readonly ActivityName<string, string> Pass = new("ContractPass");

    /// <summary>Adds them.</summary>
    public static DurableTaskRegistry AddContractActivities(this DurableTaskRegistry registry) => registry
        .AddActivity<EchoActivity, string, string>(Echo)
        .AddActivity<FailActivity, string, string>(Fail)
        .AddActivity<FailTwiceActivity, string, int>(FailTwice)
        .AddActivity<PassActivity, string, string>(Pass);

    private sealed class EchoActivity(ContractWorld world) : IActivity<string, string>
    {
        public async Task<string> RunAsync(string input, CancellationToken cancellationToken)
        {
            world.Enter();
            world.Count(input);
            await Task.Yield();
            world.Leave();
            return input;
        }
    }

    private sealed class FailActivity : IActivity<string, string>
    {
        public Task<string> RunAsync(string input, CancellationToken cancellationToken)
            => throw new ContractFailureException($"{input} {ContractScrubber.Secret}");
    }

    private sealed class FailTwiceActivity(ContractWorld world) : IActivity<string, int>
    {
        public Task<int> RunAsync(string input, CancellationToken cancellationToken)
            => world.Count(input) is int call and > 2 ? Task.FromResult(call) : throw new TimeoutException("not yet");
    }

    private sealed class PassActivity(ContractWorld world) : IActivity<string, string>
    {
        public async Task<string> RunAsync(string input, CancellationToken cancellationToken)
        {
            await world.PassAsync(input, cancellationToken);
            return input;
        }
    }
}
