using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>How an instance goes on: after a restart, and after it was suspended.</summary>
internal sealed partial class TurnRunner
{
    private const string NonDeterministic = "NonDeterministicOrchestration";
    private const string Advice = " The code changed while this instance was open, or is not deterministic.";

    /// <summary>Brings back what the journal holds. Suspended instances stay unloaded until they are resumed.</summary>
    /// <returns>How many instances are live.</returns>
    public int ReviveAll()
    {
        IReadOnlyList<OrchestrationInstance> live = journal.ReadLive();
        foreach (OrchestrationInstance instance in live)
        {
            Add(instance);
        }

        foreach ((long key, long inboxId, TurnEvent happened) in journal.ReadInbox())
        {
            if (_byKey.TryGetValue(key, out OrchestrationInstance? instance))
            {
                instance.Held.Add((happened, inboxId));
            }
        }

        // All of them are known by now, so a parent that is replayed finds its live children.
        foreach (OrchestrationInstance instance in live)
        {
            if (!instance.IsFinished && !instance.IsSuspended)
            {
                Revive(instance);
            }
        }

        return live.Count;
    }

    public void Suspend(OrchestrationInstance instance)
    {
        if (!instance.IsFinished && !instance.IsSuspended)
        {
            instance.Status = OrchestrationRuntimeStatus.Suspended;
            journal.Update(instance);
        }
    }

    public void Resume(OrchestrationInstance instance)
    {
        if (!instance.IsSuspended)
        {
            return;
        }

        instance.Status = OrchestrationRuntimeStatus.Running;
        journal.Update(instance);
        if (instance.Context is null)
        {
            Revive(instance);
        }
        else
        {
            DeliverHeld(instance);
        }
    }

    private void Revive(OrchestrationInstance instance)
    {
        if (!registry.Orchestrators.TryGetValue(instance.Name, out OrchestratorRegistration? orchestrator))
        {
            Fail(instance, NonDeterministic, $"No orchestrator is registered as '{instance.Name}' any more.");
            return;
        }

        Load(instance);
        if (instance.Replay(journal.ReadTurns(instance.Key), orchestrator) is { } difference)
        {
            Fail(instance, NonDeterministic, difference + Advice);
            return;
        }

        if (instance.Turns == 0)
        {
            Deliver(instance, TurnEvent.Started);
        }
        else if (!EndIfOver(instance))
        {
            StartUnansweredSteps(instance);
        }

        DeliverHeld(instance);
    }

    private void StartUnansweredSteps(OrchestrationInstance instance)
    {
        HashSet<int> answered = [.. instance.Held.Select(static held => held.Happened.Step)];
        foreach (PendingStep step in instance.Context!.Open)
        {
            if (!answered.Contains(step.Number))
            {
                StartStep(step);
            }
        }
    }

    private void DeliverHeld(OrchestrationInstance instance)
    {
        List<(TurnEvent Happened, long InboxId)> held = [.. instance.Held];
        instance.Held.Clear();
        foreach ((TurnEvent happened, long inboxId) in held)
        {
            Deliver(instance, happened, inboxId);
        }
    }
}
