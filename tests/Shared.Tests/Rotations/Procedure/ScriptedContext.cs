using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Durable;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Procedure;

/// <summary>
/// Runs an orchestrator against answers that a test gives: timers pass at once, waves have run, the watch sees nothing, nobody sends an
/// event.
/// </summary>
internal sealed class ScriptedContext : IOrchestrationContext
{
    private readonly Dictionary<string, Func<object, object>> _answers = new(StringComparer.Ordinal);

    /// <summary>The activities and children that were called, one after another.</summary>
    public List<string> Called { get; } = [];

    /// <summary>What went in, by the name of the activity; the last counts.</summary>
    public Dictionary<string, object> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>What the orchestrator said of itself last.</summary>
    public string? Status { get; private set; }

    public string InstanceId => "rotation-sim00001";

    public DateTime CurrentUtcDateTime { get; private set; } = Some.Now.UtcDateTime;

    public bool IsReplaying => false;

    public ScriptedContext Answers<TInput, TResult>(ActivityName<TInput, TResult> activity, Func<TInput, TResult> answer)
    {
        _answers[activity.Value] = input => answer((TInput)input)!;
        return this;
    }

    public Guid NewGuid() => Guid.Empty;

    public ILogger CreateReplaySafeLogger(string categoryName) => NullLogger.Instance;

    public void SetCustomStatus(object? customStatus) => Status = (string?)customStatus;

    public Task<TResult> CallActivityAsync<TInput, TResult>(ActivityName<TInput, TResult> activity, TInput input, RetryPolicy? retry = null)
    {
        Called.Add(activity.Value);
        Inputs[activity.Value] = input!;
        return Task.FromResult(_answers.TryGetValue(activity.Value, out Func<object, object>? answer) ? (TResult)answer(input!) : default!);
    }

    public Task<TResult> CallSubOrchestratorAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null)
    {
        Called.Add(orchestrator.Value);
        return orchestrator.Value == WatchOrchestrator.Name.Value
            ? new TaskCompletionSource<TResult>().Task
            : Task.FromResult<TResult>(default!);
    }

    public Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        CurrentUtcDateTime = fireAt;
        return Task.CompletedTask;
    }

    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken)
        => CreateTimer(CurrentUtcDateTime + delay, cancellationToken);

    public Task<T> WaitForExternalEvent<T>(string eventName) => new TaskCompletionSource<T>().Task;
}
