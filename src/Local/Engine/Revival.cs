using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>Continues instances after a restart or a suspension. Only the loop's thread uses it.</summary>
internal sealed class Revival(Journal journal, DurableTaskRegistry registry, LiveInstances live, InstanceEnds ends, TurnRunner runner)
{
    private const string NonDeterministic = "NonDeterministicOrchestration";
    private const string Advice = " The code changed while this instance was open, or is not deterministic.";

    /// <summary>Loads what the journal holds. Suspended instances stay unloaded until they are resumed.</summary>
    /// <returns>The number of live instances.</returns>
    public int ReviveAll()
    {
        IReadOnlyList<OrchestrationInstance> found = journal.Reader.ReadLive();
        foreach (OrchestrationInstance instance in found)
        {
            live.Add(instance);
        }

        foreach ((long key, long inboxId, TurnEvent happened) in journal.Reader.ReadInbox())
        {
            if (live.Find(key) is { } instance)
            {
                instance.Held.Add((happened, inboxId));
            }
        }

        // All instances are known by now, so a replayed parent finds its live children.
        foreach (OrchestrationInstance instance in found)
        {
            if (!instance.IsFinished && !instance.IsSuspended)
            {
                Revive(instance);
            }
        }

        return found.Count;
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
            runner.DeliverHeld(instance);
        }
    }

    private void Revive(OrchestrationInstance instance)
    {
        if (!registry.Orchestrators.TryGetValue(instance.Name, out OrchestratorRegistration? orchestrator))
        {
            ends.Fail(instance, NonDeterministic, $"No orchestrator is registered as '{instance.Name}' in this version.");
            return;
        }

        runner.Load(instance);
        if (instance.Replay(journal.Reader.ReadTurns(instance.Key), orchestrator) is { } difference)
        {
            ends.Fail(instance, NonDeterministic, difference + Advice);
            return;
        }

        if (instance.Turns == 0)
        {
            runner.Deliver(instance, TurnEvent.Started);
        }
        else if (!ends.EndIfOver(instance))
        {
            StartUnansweredSteps(instance);
        }

        runner.DeliverHeld(instance);
    }

    private void StartUnansweredSteps(OrchestrationInstance instance)
    {
        HashSet<int> answered = [.. instance.Held.Select(static held => held.Happened.Step)];
        foreach (PendingStep step in instance.Context!.Open)
        {
            if (!answered.Contains(step.Number))
            {
                runner.StartStep(step);
            }
        }
    }
}
