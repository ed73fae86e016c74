using System.Text.Json;
using Microsoft.Extensions.Logging;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>The context of one instance's code. Only the loop's thread uses it, inside a turn.</summary>
internal sealed class OrchestrationContext(
    OrchestrationInstance instance,
    DurableTaskRegistry registry,
    ILoggerFactory loggers,
    TurnSynchronizationContext turn)
    : IOrchestrationContext
{
    private readonly Dictionary<int, PendingStep> _open = [];
    private readonly EventMailbox _events = new();
    private readonly List<PendingStep> _asked = [];
    private readonly List<PendingStep> _cancelled = [];
    private int _steps;
    private int _guids;

    public string InstanceId => instance.InstanceId;

    public DateTime CurrentUtcDateTime { get; private set; }

    public bool IsReplaying { get; set; }

    public string? CustomStatusJson { get; private set; }

    /// <summary>The steps without an answer, oldest first.</summary>
    public IEnumerable<PendingStep> Open => _open.Values.OrderBy(static step => step.Number);

    /// <summary>The steps that the code requested in this turn, in order.</summary>
    public IReadOnlyList<PendingStep> Asked => _asked;

    /// <summary>The timers that the code cancelled in this turn.</summary>
    public IReadOnlyList<PendingStep> Cancelled => _cancelled;

    /// <summary>The number of the first step that this turn can request.</summary>
    public int FirstStep => _steps - _asked.Count;

    /// <summary>Whether nothing that the code waits for can ever wake it.</summary>
    public bool WaitsForNothing => !IsAnyOpen && _events.WaitingCount == 0;

    /// <summary>Whether any step has no answer yet.</summary>
    public bool IsAnyOpen => _open.Count > 0;

    public bool IsOpen(int step) => _open.ContainsKey(step);

    public void BeginTurn(DateTime at)
    {
        CurrentUtcDateTime = at;
        _asked.Clear();
        _cancelled.Clear();
    }

    public void Deliver(TurnEvent happened)
    {
        if (happened.Kind == TurnKind.EventRaised)
        {
            _events.Deliver(happened.Name!, happened.Payload);
        }
        else if (_open.Remove(happened.Step, out PendingStep? step))
        {
            step.Complete(happened);
        }
    }

    public Guid NewGuid()
    {
        turn.ThrowIfOutsideTurn();
        return DeterministicGuid.Create(instance.InstanceId, instance.CreatedAt, _guids++);
    }

    public ILogger CreateReplaySafeLogger(string categoryName) => new ReplaySafeLogger(this, loggers.CreateLogger(categoryName));

    public void SetCustomStatus(object? customStatus)
    {
        turn.ThrowIfOutsideTurn();
        CustomStatusJson = Json(customStatus);
    }

    public Task<TResult> CallActivityAsync<TInput, TResult>(ActivityName<TInput, TResult> activity, TInput input, RetryPolicy? retry = null)
    {
        if (!registry.Activities.ContainsKey(activity.Value))
        {
            throw new ArgumentException($"No activity is registered as '{activity.Value}'.", nameof(activity));
        }

        string? inputJson = Json(input);
        return retry is null ? Call() : CallWithRetryAsync();

        Task<TResult> Call() => Ask<TResult>(AskedStep.Activity(activity.Value, inputJson), inputJson).Task;

        async Task<TResult> CallWithRetryAsync()
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    return await Call();
                }
                catch (ActivityFailedException) when (attempt < retry.MaxNumberOfAttempts)
                {
                    await CreateTimer(retry.DelayAfter(attempt), CancellationToken.None);
                }
            }
        }
    }

    public Task<TResult> CallSubOrchestratorAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null)
    {
        if (!registry.Orchestrators.ContainsKey(orchestrator.Value))
        {
            throw new ArgumentException($"No orchestrator is registered as '{orchestrator.Value}'.", nameof(orchestrator));
        }

        instanceId ??= NewGuid().ToString("N");
        InvalidInstanceIdException.ThrowIfInvalid(instanceId, nameof(instanceId));
        string? inputJson = Json(input);
        return Ask<TResult>(AskedStep.Child(orchestrator.Value, inputJson, instanceId), inputJson).Task;
    }

    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken)
        => CreateTimer(CurrentUtcDateTime + delay, cancellationToken);

    public Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (fireAt.Kind == DateTimeKind.Local)
        {
            throw new ArgumentException("A durable timer is set in UTC; local time differs from machine to machine.", nameof(fireAt));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        PendingStep<bool> timer = Ask<bool>(AskedStep.Timer(DateTime.SpecifyKind(fireAt, DateTimeKind.Utc)), null);
        return cancellationToken.CanBeCanceled ? WaitCancellableAsync(timer, cancellationToken) : timer.Task;
    }

    public Task<T> WaitForExternalEvent<T>(string eventName)
    {
        turn.ThrowIfOutsideTurn();
        return _events.WaitAsync<T>(eventName);
    }

    private static string? Json<T>(T value) => value is null ? null : JsonSerializer.Serialize(value, DurableJson.Options);

    private async Task WaitCancellableAsync(PendingStep<bool> timer, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                // When a clock of its own cancels the token, an exception here would end the process.
                if (!turn.InTurn)
                {
                    turn.Strayed();
                }
                else if (_open.Remove(timer.Number))
                {
                    _cancelled.Add(timer);
                    timer.Cancel(token);
                }
            },
            null);
        await timer.Task;
    }

    private PendingStep<TResult> Ask<TResult>(AskedStep asked, string? inputJson)
    {
        turn.ThrowIfOutsideTurn();
        PendingStep<TResult> step = new(instance, _steps++, asked, inputJson);
        _open.Add(step.Number, step);
        _asked.Add(step);
        return step;
    }
}
