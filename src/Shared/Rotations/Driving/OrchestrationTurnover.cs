using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Procedure;

namespace TenantTokens.Rotations.Driving;

/// <summary>Ends an orchestration that the next one with the same id replaces, and starts that one.</summary>
internal sealed class OrchestrationTurnover(RotationOptions options, TimeProvider time)
{
    private static readonly TimeSpan _timeToEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the code of the orchestration has returned, so that nothing is left but a watch, which ends with it.</summary>
    public static bool IsOver(OrchestrationMetadata? instance)
        => instance is { IsCompleted: false } && RootStatus.IsOver(instance.ReadCustomStatusAs<string>());

    /// <summary>Starts an orchestration unless one with its id is alive. One whose code has returned is ended first.</summary>
    public async Task EnsureAsync<TResult>(
        IDurableClient client,
        OrchestratorName<RotationInput, TResult> orchestrator,
        string instanceId,
        RotationRecord rotation,
        CancellationToken cancellationToken)
    {
        if (await TryStartAsync() || !IsOver(await client.GetInstanceAsync(instanceId, cancellationToken)))
        {
            return; // it is alive
        }

        await client.TerminateInstanceAsync(instanceId, RootStatus.Replaced, cancellationToken);
        await WaitForEndAsync(client, instanceId, static _ => true, cancellationToken);
        await TryStartAsync();

        async Task<bool> TryStartAsync()
        {
            try
            {
                RotationInput input = new(rotation.RotationId, RotationWaits.From(options.Policy, rotation.Emergency));
                await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, instanceId, cancellationToken);
                return true;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Asks an orchestration that waits with a long history to end. It ends at once, unless it has just got something to do; then it ends
    /// at a later call.
    /// </summary>
    public async Task EndIfLongAsync(IDurableClient client, string instanceId, CancellationToken cancellationToken)
    {
        OrchestrationMetadata? live = await client.GetInstanceAsync(instanceId, cancellationToken);
        if (live is { IsCompleted: false } && RootStatus.IsRenewalDue(live.ReadCustomStatusAs<string>()))
        {
            await client.RaiseEventAsync(instanceId, OperatorCommand.EventName, OperatorCommand.Renewal, cancellationToken);
            await WaitForEndAsync(client, instanceId, static seen => !IsOver(seen), cancellationToken);
        }
    }

    /// <summary>Waits while the orchestration of an earlier rotation is about to return, because the next one needs its id.</summary>
    public async Task WaitIfEndingAsync(IDurableClient client, string instanceId, CancellationToken cancellationToken)
    {
        if (IsEnding(await client.GetInstanceAsync(instanceId, cancellationToken)))
        {
            await WaitForEndAsync(client, instanceId, IsEnding, cancellationToken);
        }
    }

    /// <summary>Waits at most 10 s for an orchestration to end. If it does not, the next wake-up checks again.</summary>
    private async Task WaitForEndAsync(
        IDurableClient client, string instanceId, Predicate<OrchestrationMetadata?> mayWait, CancellationToken cancellationToken)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<OrchestrationMetadata> end = client.WaitForInstanceCompletionAsync(instanceId, enough.Token);
        long began = time.GetTimestamp();
        while (mayWait(await client.GetInstanceAsync(instanceId, cancellationToken)) && time.GetElapsedTime(began) < _timeToEnd)
        {
            if (await Task.WhenAny(end, Task.Delay(_lookEvery, time, enough.Token)) == end)
            {
                break;
            }
        }

        await enough.CancelAsync();
        try
        {
            await end;
        }
        catch (OrchestrationNotFoundException)
        {
            // The instance is gone.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The instance is busy after all, or need not be waited for.
        }
    }

    private static bool IsEnding(OrchestrationMetadata? instance)
        => instance is { IsCompleted: false } && RootStatus.IsEnding(instance.ReadCustomStatusAs<string>());
}
