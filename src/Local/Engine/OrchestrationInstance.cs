using System.Globalization;
using Microsoft.Extensions.Logging;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>One live instance: what is recorded about it, and its running code. Only the loop's thread uses it.</summary>
internal sealed class OrchestrationInstance
{
    public const string StrayedMessage = "The orchestrator's code left its turn: it awaited a task that is not of its context, used"
        + " ConfigureAwait(false) or CancelAsync, or started a thread.";

    private TurnSynchronizationContext? _turn;
    private Task<string?>? _root;
    private Exception? _escaped;

    /// <summary>The number of this run. An id that is used again gets a new, higher one.</summary>
    public required long Key { get; init; }

    public required string InstanceId { get; init; }

    public required string Name { get; init; }

    public required DateTime CreatedAt { get; init; }

    public string? InputJson { get; init; }

    /// <summary>The key of the run that started this one as its child; 0 for none.</summary>
    public long ParentKey { get; init; }

    public int ParentStep { get; init; }

    public OrchestrationRuntimeStatus Status { get; set; }

    public DateTime UpdatedAt { get; set; }

    public string? CustomStatusJson { get; set; }

    public string? OutputJson { get; set; }

    public string? FailureType { get; set; }

    public string? FailureMessage { get; set; }

    /// <summary>The number of recorded turns.</summary>
    public int Turns { get; set; }

    /// <summary>
    /// Events that arrived while the instance was suspended, not started or not loaded, with their inbox row (0 for none).
    /// </summary>
    public List<(TurnEvent Happened, long InboxId)> Held { get; } = [];

    /// <summary>Callers that wait for the end.</summary>
    public List<TaskCompletionSource<OrchestrationMetadata>> Waiters { get; } = [];

    /// <summary>The context of the code; null until it runs in this process.</summary>
    public OrchestrationContext? Context { get; private set; }

    public bool IsFinished => Status >= OrchestrationRuntimeStatus.Completed;

    public bool IsSuspended => Status == OrchestrationRuntimeStatus.Suspended;

    /// <summary>Whether the code has returned or thrown. Answers to steps that it did not await may still come.</summary>
    public bool HasReturned => _escaped is not null || _root is { IsCompleted: true };

    /// <summary>
    /// Whether the code has returned and no step of it is open. As in Azure, an instance is not completed before that. See
    /// https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/TaskOrchestrationExecutor.cs, HasOpenTasks.
    /// </summary>
    public bool IsOver => _escaped is not null || (HasReturned && !Context!.IsAnyOpen);

    /// <summary>The exception that the code threw; null when it returned or still runs.</summary>
    public Exception? Error => _escaped ?? _root switch
    {
        { IsFaulted: true } => _root.Exception!.InnerException,
        { IsCanceled: true } => new TaskCanceledException(_root),
        _ => null,
    };

    /// <summary>The result of the code as JSON; null unless it returned.</summary>
    public string? ResultJson => _root is { IsCompletedSuccessfully: true } ? _root.Result : null;

    /// <summary>Prepares the instance for its first turn in this process.</summary>
    /// <param name="registry">The activities and orchestrators.</param>
    /// <param name="loggers">Creates the orchestrator's own loggers.</param>
    /// <param name="strayed">Called from any thread when the code left its turn.</param>
    public void Load(DurableTaskRegistry registry, ILoggerFactory loggers, Action strayed)
    {
        _turn = new TurnSynchronizationContext(strayed);
        Context = new OrchestrationContext(this, registry, loggers, _turn);
    }

    /// <summary>
    /// Whether an event can be delivered. False for an answer to a step that is already settled, such as a timer that was cancelled just
    /// before it fired.
    /// </summary>
    public bool Accepts(TurnEvent happened) => happened.Kind is TurnKind.Started or TurnKind.EventRaised || Context!.IsOpen(happened.Step);

    public void RunTurn(TurnEvent happened, DateTime at, OrchestratorRegistration orchestrator)
    {
        Context!.BeginTurn(at);
        UpdatedAt = at;
        Turns++;
        try
        {
            _turn!.Run(() =>
            {
                if (happened.Kind == TurnKind.Started)
                {
                    _root = orchestrator.RunAsync(Context, InputJson);
                }
                else
                {
                    Context.Deliver(happened);
                }
            });
        }
        catch (Exception exception)
        {
            // The exception comes from an async void method or a callback. Nothing awaits it, so it ends the instance.
            _escaped = exception;
        }
    }

    /// <summary>
    /// Runs the code through its recorded turns. Returns null, or a description of the first step that differs from the recorded one.
    /// </summary>
    public string? Replay(IEnumerable<RecordedTurn> history, OrchestratorRegistration orchestrator)
    {
        Context!.IsReplaying = true;
        foreach (RecordedTurn turn in history)
        {
            RunTurn(turn.Event, turn.At, orchestrator);
            if (ReplayCheck.Difference(turn, Context.FirstStep, Context.Asked) is { } difference)
            {
                return difference;
            }

            if (IsOver)
            {
                string how = Error is { } error ? $"threw {error.GetType().FullName}" : "returned";
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"In turn {Turns - 1}, {turn.Event.Describe()}: the history goes on, but the code {how}.");
            }
        }

        Context.IsReplaying = false;
        return null;
    }

    public OrchestrationMetadata ToMetadata() => new(
        InstanceId, Name, Status, new(CreatedAt), new(UpdatedAt), CustomStatusJson, OutputJson, FailureType, FailureMessage);
}
