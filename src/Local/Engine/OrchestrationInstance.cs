using System.Globalization;
using Microsoft.Extensions.Logging;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>One live instance: what is recorded of it, and the running code. Belongs to the loop's thread.</summary>
internal sealed class OrchestrationInstance
{
    public const string StrayedMessage = "The orchestrator's code left its turn: it awaited a task that is not of its context, used"
        + " ConfigureAwait(false) or CancelAsync, or started a thread.";

    private TurnSynchronizationContext? _turn;
    private Task<string?>? _root;
    private Exception? _escaped;

    /// <summary>The number of this run; an id that is used again gets a new one, always a greater one.</summary>
    public required long Key { get; init; }

    public required string InstanceId { get; init; }

    public required string Name { get; init; }

    public required DateTime CreatedAt { get; init; }

    public string? InputJson { get; init; }

    /// <summary>The run that called this one as its child; 0 for none.</summary>
    public long ParentKey { get; init; }

    public int ParentStep { get; init; }

    public OrchestrationRuntimeStatus Status { get; set; }

    public DateTime UpdatedAt { get; set; }

    public string? CustomStatusJson { get; set; }

    public string? OutputJson { get; set; }

    public string? FailureType { get; set; }

    public string? FailureMessage { get; set; }

    /// <summary>How many turns are recorded.</summary>
    public int Turns { get; set; }

    /// <summary>What happened while the instance was suspended, not started or not loaded, with its inbox row (0 for none).</summary>
    public List<(TurnEvent Happened, long InboxId)> Held { get; } = [];

    /// <summary>Who waits for the end.</summary>
    public List<TaskCompletionSource<OrchestrationMetadata>> Waiters { get; } = [];

    /// <summary>What the code sees; null until it runs in this process.</summary>
    public OrchestrationContext? Context { get; private set; }

    public bool IsFinished => Status >= OrchestrationRuntimeStatus.Completed;

    public bool IsSuspended => Status == OrchestrationRuntimeStatus.Suspended;

    /// <summary>The code has returned or thrown. Answers to what it asked for and did not await may still come.</summary>
    public bool HasReturned => _escaped is not null || _root is { IsCompleted: true };

    /// <summary>
    /// The code has returned and nothing that it asked for is under way: as in Azure, an instance is completed no earlier.
    /// See https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/TaskOrchestrationExecutor.cs, HasOpenTasks.
    /// </summary>
    public bool IsOver => _escaped is not null || (HasReturned && !Context!.IsAnyOpen);

    /// <summary>What the code threw; null when it returned or still runs.</summary>
    public Exception? Error => _escaped ?? _root switch
    {
        { IsFaulted: true } => _root.Exception!.InnerException,
        { IsCanceled: true } => new TaskCanceledException(_root),
        _ => null,
    };

    /// <summary>What the code returned.</summary>
    public string? ResultJson => _root is { IsCompletedSuccessfully: true } ? _root.Result : null;

    /// <summary>Makes the instance ready for its first turn in this process.</summary>
    /// <param name="registry">Where activities and orchestrators are found.</param>
    /// <param name="loggers">For the orchestrator's own log.</param>
    /// <param name="strayed">Called from any thread when the code left its turn.</param>
    public void Load(DurableTaskRegistry registry, ILoggerFactory loggers, Action strayed)
    {
        _turn = new TurnSynchronizationContext(strayed);
        Context = new OrchestrationContext(this, registry, loggers, _turn);
    }

    /// <summary>
    /// False for an answer to a step that is settled already, such as a timer that was cancelled while its firing was on the way.
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
            // From an async void method or a callback: nothing awaits it, so it ends the instance.
            _escaped = exception;
        }
    }

    /// <summary>
    /// Runs the code through its recorded turns. Null, or the first step at which it does something else than what is recorded.
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
