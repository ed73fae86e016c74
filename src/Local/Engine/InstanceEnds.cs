using Microsoft.Extensions.Logging;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>Ends instances. Only the loop's thread uses it.</summary>
/// <param name="journal">Records the ends.</param>
/// <param name="loop">Runs what has to happen after the commit.</param>
/// <param name="live">The instances that have not ended.</param>
/// <param name="timers">Their timers.</param>
/// <param name="scrubber">Keeps secrets out of what is recorded.</param>
/// <param name="logger">The runner's log.</param>
/// <param name="deliver">Delivers the end of a child to its parent: the event and its row in the inbox.</param>
internal sealed partial class InstanceEnds(
    Journal journal,
    TurnLoop loop,
    LiveInstances live,
    TimerQueue timers,
    ISecretScrubber scrubber,
    ILogger logger,
    Action<OrchestrationInstance, TurnEvent, long> deliver)
{
    private const string TerminatedType = "Terminated";

    /// <summary>Ends an instance and its live children at once.</summary>
    public void Terminate(OrchestrationInstance instance, string? reason)
    {
        if (instance.IsFinished)
        {
            return;
        }

        instance.FailureMessage = reason is null ? null : scrubber.Scrub(reason);
        End(instance, OrchestrationRuntimeStatus.Terminated);
        foreach (OrchestrationInstance child in live.ChildrenOf(new HashSet<long> { instance.Key }))
        {
            Terminate(child, reason);
        }
    }

    /// <summary>
    /// Ends the children that an ended instance left running, so that none of them works beside a new instance of its id.
    /// </summary>
    public void EndWhatIsLeftOf(string instanceId)
    {
        HashSet<long> gone = [.. journal.FindFinishedTree(instanceId)];
        foreach (OrchestrationInstance child in live.ChildrenOf(gone))
        {
            Terminate(child, "Its root orchestration is gone, so a new one begins.");
        }
    }

    public void Fail(OrchestrationInstance instance, string type, string message)
    {
        if (instance.IsFinished)
        {
            return;
        }

        instance.FailureType = type;
        instance.FailureMessage = scrubber.Scrub(message);
        Log.InstanceFailed(logger, instance.InstanceId, instance.Name, type, instance.FailureMessage);
        End(instance, OrchestrationRuntimeStatus.Failed);
    }

    /// <summary>
    /// Ends an instance whose code has returned or thrown, or waits for something that cannot come. Returns whether it has ended.
    /// </summary>
    public bool EndIfOver(OrchestrationInstance instance)
    {
        if (instance.IsOver)
        {
            if (instance.Error is { } error)
            {
                Fail(instance, error.GetType().FullName ?? error.GetType().Name, error.Message);
            }
            else
            {
                instance.OutputJson = instance.ResultJson;
                End(instance, OrchestrationRuntimeStatus.Completed);
            }

            return true;
        }

        if (instance.Context!.WaitsForNothing)
        {
            Fail(instance, typeof(InvalidOperationException).FullName!, OrchestrationInstance.StrayedMessage);
            return true;
        }

        return false;
    }

    private void End(OrchestrationInstance instance, OrchestrationRuntimeStatus status)
    {
        instance.Status = status;
        journal.Update(instance);
        journal.DeleteInboxOf(instance.Key);
        if (status == OrchestrationRuntimeStatus.Completed && instance.ParentKey != 0)
        {
            journal.DeleteTurns(instance.Key); // never replayed again; its result and the ledger have what it did
        }

        live.Remove(instance);
        TellParent(instance);
        loop.AfterCommit(() => Leave(instance));
    }

    private void TellParent(OrchestrationInstance child)
    {
        if (live.Find(child.ParentKey) is not { } parent)
        {
            return;
        }

        TurnEvent end = child.Status == OrchestrationRuntimeStatus.Completed
            ? new TurnEvent(TurnKind.ChildCompleted, child.ParentStep, Payload: child.OutputJson)
            : TurnEvent.Failure(TurnKind.ChildFailed, child.ParentStep, child.FailureType ?? TerminatedType, child.FailureMessage);
        long inboxId = journal.InsertInbox(parent.Key, end);
        loop.AfterCommit(() => loop.Post(() => deliver(parent, end, inboxId)));
    }

    private void Leave(OrchestrationInstance instance)
    {
        foreach (PendingStep timer in instance.Context?.Open.Where(static step => step.Asked.Kind == StepKind.Timer) ?? [])
        {
            timers.Remove(timer);
        }

        OrchestrationMetadata end = instance.ToMetadata();
        Log.InstanceEnded(logger, end.InstanceId, end.Name, end.RuntimeStatus);
        foreach (TaskCompletionSource<OrchestrationMetadata> waiter in instance.Waiters)
        {
            waiter.TrySetResult(end);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Orchestration {InstanceId} ({Name}) failed with {FailureType}: {FailureMessage}")]
        public static partial void InstanceFailed(
            ILogger logger,
            string instanceId,
            string name,
            string failureType,
            string failureMessage);

        [LoggerMessage(2, LogLevel.Debug, "Orchestration {InstanceId} ({Name}) ended as {Status}.")]
        public static partial void InstanceEnded(ILogger logger, string instanceId, string name, OrchestrationRuntimeStatus status);
    }
}
