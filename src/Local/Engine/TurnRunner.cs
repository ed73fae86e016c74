using Microsoft.Extensions.Logging;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>Runs the turns of all live instances and records them. Belongs to the loop's thread.</summary>
internal sealed partial class TurnRunner(
    Journal journal,
    TurnLoop loop,
    DurableTaskRegistry registry,
    TimeProvider time,
    ILoggerFactory loggers,
    ISecretScrubber scrubber,
    Action<PendingStep> startActivity) : IDisposable
{
    private readonly Dictionary<long, OrchestrationInstance> _byKey = [];
    private readonly Dictionary<string, OrchestrationInstance> _byId = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger<TurnRunner>();
    private TimerQueue? _timers;

    private TimerQueue Timers => _timers ??= new TimerQueue(time, work => loop.Post(work), Fire);

    public OrchestrationInstance? Find(string instanceId) => _byId.GetValueOrDefault(instanceId);

    /// <summary>Records a new instance and starts it. The id must be free of live ones; a finished one is replaced.</summary>
    public void Create(string name, string? inputJson, string instanceId, PendingStep? parentStep = null)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        OrchestrationInstance instance = new()
        {
            Key = journal.NextKey(),
            InstanceId = instanceId,
            Name = name,
            InputJson = inputJson,
            CreatedAt = now,
            UpdatedAt = now,
            ParentKey = parentStep?.Owner.Key ?? 0,
            ParentStep = parentStep?.Number ?? 0,
        };
        EndWhatIsLeftOf(instanceId);
        journal.DeleteFinished(instanceId);
        journal.InsertInstance(instance);
        Add(instance);
        Load(instance);
        loop.AfterCommit(() => loop.Post(() => Deliver(instance, TurnEvent.Started)));
    }

    /// <summary>Runs and records one turn, or keeps the event while the instance is suspended or not started yet.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="happened">What is delivered.</param>
    /// <param name="inboxId">The event's row in the inbox; 0 for none.</param>
    public void Deliver(OrchestrationInstance instance, TurnEvent happened, long inboxId = 0)
    {
        if (instance.IsFinished)
        {
            return;
        }

        if (instance.IsSuspended || (instance.Turns == 0 && happened.Kind != TurnKind.Started))
        {
            instance.Held.Add((happened, inboxId == 0 && happened.IsDurable ? journal.InsertInbox(instance.Key, happened) : inboxId));
            return;
        }

        if (inboxId != 0)
        {
            journal.DeleteInbox(inboxId);
        }

        if (!instance.Accepts(happened))
        {
            return;
        }

        RunTurn(instance, happened);
        if (EndIfOver(instance))
        {
            return;
        }

        FollowUp(instance.Context!);
        if (happened.Kind == TurnKind.Started)
        {
            DeliverHeld(instance);
        }
    }

    public void Dispose() => _timers?.Dispose();

    private void RunTurn(OrchestrationInstance instance, TurnEvent happened)
    {
        // An instance's clock never goes back, whatever the machine's does.
        DateTime now = time.GetUtcNow().UtcDateTime;
        DateTime at = now < instance.UpdatedAt ? instance.UpdatedAt : now;
        OrchestrationContext context = instance.Context!;
        instance.RunTurn(happened, at, registry.Orchestrators[instance.Name]);
        journal.InsertTurn(instance, happened, at, AskedStep.Join(context.Asked));
        if (instance.Status != OrchestrationRuntimeStatus.Running || instance.CustomStatusJson != context.CustomStatusJson)
        {
            instance.Status = OrchestrationRuntimeStatus.Running;
            instance.CustomStatusJson = context.CustomStatusJson;
            journal.Update(instance);
        }
    }

    /// <summary>Does what the turn has asked for.</summary>
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
            loop.AfterCommit(() => Timers.Remove(timer));
        }
    }

    private void Add(OrchestrationInstance instance)
    {
        _byKey.Add(instance.Key, instance);
        _byId.Add(instance.InstanceId, instance);
    }

    private void Load(OrchestrationInstance instance)
        => instance.Load(registry, loggers, () => loop.Post(() => Fail(instance, typeof(InvalidOperationException).FullName!, OrchestrationInstance.StrayedMessage)));

    private void Fire(PendingStep timer) => Deliver(timer.Owner, new TurnEvent(TurnKind.TimerFired, timer.Number));

    private void StartStep(PendingStep step)
    {
        switch (step.Asked.Kind)
        {
            case StepKind.Timer:
                loop.AfterCommit(() => StartUnlessFinished(step, Timers.Add));
                break;
            case StepKind.Child:
                StartChild(step);
                break;
            default:
                loop.AfterCommit(() => StartUnlessFinished(step, startActivity));
                break;
        }
    }

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
        if (!_byId.TryGetValue(childId, out OrchestrationInstance? taken))
        {
            Create(step.Asked.Name, step.InputJson, childId, step);
        }
        else if (taken.ParentKey != step.Owner.Key || taken.ParentStep != step.Number)
        {
            OrchestrationAlreadyExistsException error = new(childId);
            TurnEvent failure = TurnEvent.Failure(TurnKind.ChildFailed, step.Number, error.GetType().FullName, error.Message);
            loop.AfterCommit(() => loop.Post(() => Deliver(step.Owner, failure)));
        }
    }
}
