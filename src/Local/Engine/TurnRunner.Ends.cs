using Microsoft.Extensions.Logging;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>How an instance ends.</summary>
internal sealed partial class TurnRunner
{
    private const string TerminatedType = "Terminated";

    /// <summary>Ends an instance and its live children where they stand.</summary>
    public void Terminate(OrchestrationInstance instance, string? reason)
    {
        if (instance.IsFinished)
        {
            return;
        }

        instance.FailureMessage = reason is null ? null : scrubber.Scrub(reason);
        End(instance, OrchestrationRuntimeStatus.Terminated);
        foreach (OrchestrationInstance child in _byKey.Values.Where(child => child.ParentKey == instance.Key).ToList())
        {
            Terminate(child, reason);
        }
    }

    /// <summary>An instance that ended left children running: nothing of it works beside a new one of its id.</summary>
    private void EndWhatIsLeftOf(string instanceId)
    {
        HashSet<long> gone = [.. journal.FindFinishedTree(instanceId)];
        foreach (OrchestrationInstance child in _byKey.Values.Where(child => gone.Contains(child.ParentKey)).ToList())
        {
            Terminate(child, "Its root is gone and a new one begins.");
        }
    }

    private void Fail(OrchestrationInstance instance, string type, string message)
    {
        if (instance.IsFinished)
        {
            return;
        }

        instance.FailureType = type;
        instance.FailureMessage = scrubber.Scrub(message);
        Log.InstanceFailed(_logger, instance.InstanceId, instance.Name, type, instance.FailureMessage);
        End(instance, OrchestrationRuntimeStatus.Failed);
    }

    private bool EndIfOver(OrchestrationInstance instance)
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
            journal.DeleteTurns(instance.Key); // never replayed again; what it did is in its result and in the ledger
        }

        _byKey.Remove(instance.Key);
        _byId.Remove(instance.InstanceId);
        TellParent(instance);
        loop.AfterCommit(() => Leave(instance));
    }

    private void TellParent(OrchestrationInstance child)
    {
        if (!_byKey.TryGetValue(child.ParentKey, out OrchestrationInstance? parent))
        {
            return;
        }

        TurnEvent end = child.Status == OrchestrationRuntimeStatus.Completed
            ? new TurnEvent(TurnKind.ChildCompleted, child.ParentStep, Payload: child.OutputJson)
            : TurnEvent.Failure(TurnKind.ChildFailed, child.ParentStep, child.FailureType ?? TerminatedType, child.FailureMessage);
        long inboxId = journal.InsertInbox(parent.Key, end);
        loop.AfterCommit(() => loop.Post(() => Deliver(parent, end, inboxId)));
    }

    private void Leave(OrchestrationInstance instance)
    {
        foreach (PendingStep timer in instance.Context?.Open.Where(static step => step.Asked.Kind == StepKind.Timer) ?? [])
        {
            Timers.Remove(timer);
        }

        OrchestrationMetadata end = instance.ToMetadata();
        Log.InstanceEnded(_logger, end.InstanceId, end.Name, end.RuntimeStatus);
        foreach (TaskCompletionSource<OrchestrationMetadata> waiter in instance.Waiters)
        {
            waiter.TrySetResult(end);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Orchestration {InstanceId} ({Name}) failed with {FailureType}: {FailureMessage}")]
        public static partial void InstanceFailed(ILogger logger, string instanceId, string name, string failureType, string failureMessage);

        [LoggerMessage(2, LogLevel.Debug, "Orchestration {InstanceId} ({Name}) ended as {Status}.")]
        public static partial void InstanceEnded(ILogger logger, string instanceId, string name, OrchestrationRuntimeStatus status);
    }
}
