using Microsoft.Extensions.Logging;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>Runs the turns of all live instances and records them. Only the loop's thread uses it.</summary>
internal sealed class TurnRunner : IDisposable
{
    private readonly Journal _journal;
    private readonly TurnLoop _loop;
    private readonly DurableTaskRegistry _registry;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly Action<PendingStep> _startActivity;
    private readonly LiveInstances _live = new();
    private readonly TimerQueue _timers;
    private readonly InstanceEnds _ends;

    public TurnRunner(
        Journal journal,
        TurnLoop loop,
        DurableTaskRegistry registry,
        TimeProvider time,
        ILoggerFactory loggers,
        ISecretScrubber scrubber,
        Action<PendingStep> startActivity)
    {
        (_journal, _loop, _registry, _time, _loggers, _startActivity) = (journal, loop, registry, time, loggers, startActivity);
        _timers = new TimerQueue(time, work => loop.Post(work), Fire);
        _ends = new InstanceEnds(journal, loop, _live, _timers, scrubber, loggers.CreateLogger<TurnRunner>(), Deliver);
        Revival = new Revival(journal, registry, _live, _ends, this);
    }

    /// <summary>Continues instances that the journal holds or that were suspended.</summary>
    public Revival Revival { get; }

    public OrchestrationInstance? Find(string instanceId) => _live.Find(instanceId);

    /// <summary>Ends an instance and its live children at once.</summary>
    public void Terminate(OrchestrationInstance instance, string? reason) => _ends.Terminate(instance, reason);

    /// <summary>Records a new instance and starts it. The id may not belong to a live one; a finished one is replaced.</summary>
    public void Create(string name, string? inputJson, string instanceId, PendingStep? parentStep = null)
    {
        DateTime now = _time.GetUtcNow().UtcDateTime;
        OrchestrationInstance instance = new()
        {
            Key = _journal.NextKey(),
            InstanceId = instanceId,
            Name = name,
            InputJson = inputJson,
            CreatedAt = now,
            UpdatedAt = now,
            ParentKey = parentStep?.Owner.Key ?? 0,
            ParentStep = parentStep?.Number ?? 0,
        };
        _ends.EndWhatIsLeftOf(instanceId);
        _journal.DeleteFinished(instanceId);
        _journal.InsertInstance(instance);
        _live.Add(instance);
        Load(instance);
        _loop.AfterCommit(() => _loop.Post(() => Deliver(instance, TurnEvent.Started)));
    }

    /// <summary>Runs and records one turn, or keeps the event while the instance is suspended or not started yet.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="happened">The event.</param>
    /// <param name="inboxId">The event's row in the inbox; 0 for none.</param>
    public void Deliver(OrchestrationInstance instance, TurnEvent happened, long inboxId = 0)
    {
        if (instance.IsFinished)
        {
            return;
        }

        if (instance.IsSuspended || (instance.Turns == 0 && happened.Kind != TurnKind.Started))
        {
            instance.Held.Add((happened, inboxId == 0 && happened.IsDurable ? _journal.InsertInbox(instance.Key, happened) : inboxId));
            return;
        }

        if (inboxId != 0)
        {
            _journal.DeleteInbox(inboxId);
        }

        if (!instance.Accepts(happened))
        {
            return;
        }

        RunTurn(instance, happened);
        if (_ends.EndIfOver(instance))
        {
            return;
        }

        FollowUp(instance.Context!);
        if (happened.Kind == TurnKind.Started)
        {
            DeliverHeld(instance);
        }
    }

    public void DeliverHeld(OrchestrationInstance instance)
    {
        List<(TurnEvent Happened, long InboxId)> held = [.. instance.Held];
        instance.Held.Clear();
        foreach ((TurnEvent happened, long inboxId) in held)
        {
            Deliver(instance, happened, inboxId);
        }
    }

    public void Load(OrchestrationInstance instance)
        => instance.Load(_registry, _loggers, () => _loop.Post(() => Stray(instance)));

    /// <summary>Starts the work of a step once the turn that requested it is recorded.</summary>
    public void StartStep(PendingStep step)
    {
        switch (step.Asked.Kind)
        {
            case StepKind.Timer:
                _loop.AfterCommit(() => StartUnlessFinished(step, _timers.Add));
                break;
            case StepKind.Child:
                StartChild(step);
                break;
            default:
                _loop.AfterCommit(() => StartUnlessFinished(step, _startActivity));
                break;
        }
    }

    public void Dispose() => _timers.Dispose();

    private void RunTurn(OrchestrationInstance instance, TurnEvent happened)
    {
        // An instance's clock never goes back, even if the machine's does.
        DateTime now = _time.GetUtcNow().UtcDateTime;
        DateTime at = now < instance.UpdatedAt ? instance.UpdatedAt : now;
        OrchestrationContext context = instance.Context!;
        instance.RunTurn(happened, at, _registry.Orchestrators[instance.Name]);
        _journal.InsertTurn(instance, happened, at, AskedStep.Join(context.Asked));
        if (instance.Status != OrchestrationRuntimeStatus.Running || instance.CustomStatusJson != context.CustomStatusJson)
        {
            instance.Status = OrchestrationRuntimeStatus.Running;
            instance.CustomStatusJson = context.CustomStatusJson;
            _journal.Update(instance);
        }
    }

    /// <summary>Starts or cancels what the turn has requested.</summary>
    private void FollowUp(OrchestrationContext context)
    {
        foreach (PendingStep step in context.Asked)
        {
            if (context.IsOpen(step.Number))
            {
                StartStep(step);
            }
        }

        foreach (PendingStep timer in context.Cancelled)
        {
            _loop.AfterCommit(() => _timers.Remove(timer));
        }
    }

    private void Stray(OrchestrationInstance instance)
        => _ends.Fail(instance, typeof(InvalidOperationException).FullName!, OrchestrationInstance.StrayedMessage);

    private void Fire(PendingStep timer) => Deliver(timer.Owner, new TurnEvent(TurnKind.TimerFired, timer.Number));

    private static void StartUnlessFinished(PendingStep step, Action<PendingStep> start)
    {
        if (!step.Owner.IsFinished)
        {
            start(step);
        }
    }

    private void StartChild(PendingStep step)
    {
        string childId = step.Asked.ChildId;
        if (_live.Find(childId) is not { } taken)
        {
            Create(step.Asked.Name, step.InputJson, childId, step);
        }
        else if (taken.ParentKey != step.Owner.Key || taken.ParentStep != step.Number)
        {
            OrchestrationAlreadyExistsException error = new(childId);
            TurnEvent failure = TurnEvent.Failure(TurnKind.ChildFailed, step.Number, error.GetType().FullName, error.Message);
            _loop.AfterCommit(() => _loop.Post(() => Deliver(step.Owner, failure)));
        }
    }
}
