using System.Collections.Concurrent;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Sweeping;

namespace TenantTokens.Rotations.Driving;

/// <summary>
/// Keeps the orchestrations of open rotations alive and notifies them of new rows. A lost or repeated wake-up changes nothing: the ledger's
/// rows decide. Hosts call it after each of their writes, and at intervals in case a wake-up was lost.
/// </summary>
public sealed class RotationWaker(RotationOptions options, RotationLedger rotations, GateLedger gates, PhaseMover phases, TimeProvider time)
{
    private readonly OrchestrationTurnover _turnover = new(options, time);
    private readonly ConcurrentDictionary<string, int> _told = new(StringComparer.Ordinal);

    /// <summary>Wakes the rotations of all environments. A failure with one does not stop the others.</summary>
    /// <exception cref="AggregateException">Some could not be woken; the others were woken.</exception>
    public async Task WakeAllAsync(IDurableClient client, CancellationToken cancellationToken)
    {
        List<Exception> failures = [];
        foreach (EnvironmentOptions environment in options.Environments)
        {
            try
            {
                await WakeAsync(client, environment.Id, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(exception);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Some rotations were not woken.", failures);
        }
    }

    /// <summary>Wakes the rotation of an environment, or what follows its end. Does nothing when there is none.</summary>
    public async Task WakeAsync(IDurableClient client, string environmentId, CancellationToken cancellationToken)
    {
        switch (await rotations.FindLatestAsync(environmentId, cancellationToken))
        {
            case { } rotation when !rotation.Phase.IsTerminal():
                string instanceId = RotationOrchestrator.InstanceIdOf(environmentId);
                await ParkWhatFailedAsync(client, instanceId, rotation, cancellationToken);
                await _turnover.EndIfLongAsync(client, instanceId, cancellationToken);
                await _turnover.WaitIfEndingAsync(client, instanceId, cancellationToken);
                await EnsureAsync(client, rotation, cancellationToken);
                await TellAsync(client, rotation, cancellationToken);
                break;
            case { IsToBeSwept: true } rotation:
                await EnsureSweepAsync(client, rotation, cancellationToken);
                break;
            case { MayHaveCommandsLeft: true } rotation:
                await EnsureCommandDeletionAsync(client, rotation, cancellationToken);
                break;
        }
    }

    /// <summary>
    /// Starts the orchestration of a rotation unless one is alive. A lost, failed or purged one is replaced, because the ledger knows the
    /// state of the rotation.
    /// </summary>
    public Task EnsureAsync(IDurableClient client, RotationRecord rotation, CancellationToken cancellationToken)
        => _turnover.EnsureAsync(
            client,
            RotationOrchestrator.Name,
            RotationOrchestrator.InstanceIdOf(rotation.EnvironmentId),
            rotation,
            cancellationToken);

    /// <summary>
    /// Starts a new orchestration of a rotation when the last one ended because of its long history, waits to be told to end, or was for an
    /// earlier rotation. Otherwise does nothing: an instance that failed or was terminated stays.
    /// </summary>
    /// <returns>False while the orchestration of an earlier rotation has not ended; the caller tries again soon.</returns>
    public async Task<bool> RenewAsync(IDurableClient client, RotationRecord rotation, CancellationToken cancellationToken)
    {
        string instanceId = RotationOrchestrator.InstanceIdOf(rotation.EnvironmentId);
        await _turnover.EndIfLongAsync(client, instanceId, cancellationToken);
        OrchestrationMetadata? last = await client.GetInstanceAsync(instanceId, cancellationToken);
        bool isEarlier = last?.CreatedAt < rotation.CreatedAt;
        bool isOver = OrchestrationTurnover.IsOver(last) && (isEarlier || RootStatus.FailureOf(last) is null);
        if (isOver
            || (last is { RuntimeStatus: OrchestrationRuntimeStatus.Completed }
                && !HasDriven(last.ReadOutputAs<RotationOrchestrator.Result>(), rotation)))
        {
            await EnsureAsync(client, rotation, cancellationToken);
        }

        return last is not { IsCompleted: false } || !isEarlier || isOver;
    }

    private static bool HasDriven(RotationOrchestrator.Result? outcome, RotationRecord rotation)
        => outcome?.RotationId == rotation.RotationId && outcome.Phase.IsTerminal();

    /// <summary>Starts the sweep of a rotation unless it is alive.</summary>
    public Task EnsureSweepAsync(IDurableClient client, RotationRecord rotation, CancellationToken cancellationToken)
        => _turnover.EnsureAsync(
            client,
            SweepOrchestrator.Name,
            SweepOrchestrator.InstanceIdOf(rotation.RotationId),
            rotation,
            cancellationToken);

    /// <summary>Starts the deletion of a rotation's remaining run commands unless it is alive.</summary>
    public Task EnsureCommandDeletionAsync(IDurableClient client, RotationRecord rotation, CancellationToken cancellationToken)
        => _turnover.EnsureAsync(
            client,
            RunCommandDeletionOrchestrator.Name,
            RunCommandDeletionOrchestrator.InstanceIdOf(rotation.RotationId),
            rotation,
            cancellationToken);

    /// <summary>Notifies a live orchestration of commands, signals and votes that it was not notified of yet.</summary>
    public async Task TellAsync(IDurableClient client, RotationRecord rotation, CancellationToken cancellationToken)
    {
        string instanceId = RotationOrchestrator.InstanceIdOf(rotation.EnvironmentId);
        (string commands, string signals) = ($"{rotation.RotationId}/commands", $"{rotation.RotationId}/signals");
        if ((rotation.Commands > rotation.CommandsTaken && IsNews(commands, rotation.Commands))
            || (rotation.Signals > 0 && IsNews(signals, rotation.Signals)))
        {
            await client.RaiseEventAsync(instanceId, OperatorCommand.EventName, rotation.RotationId, cancellationToken);
            (_told[commands], _told[signals]) = (rotation.Commands, rotation.Signals); // only now, so that a failure is repeated
        }

        if (await gates.FindOpenAsync(rotation.RotationId, cancellationToken) is { Votes: > 0 } gate
            && IsNews($"{rotation.RotationId}/{gate.GateId}", gate.Votes))
        {
            await client.RaiseEventAsync(instanceId, GateRecord.EventName(gate.GateId), gate.GateId, cancellationToken);
            _told[$"{rotation.RotationId}/{gate.GateId}"] = gate.Votes;
        }
    }

    /// <summary>Parks the rotation of an orchestration that failed, and says so: a person has to look before it continues.</summary>
    private async Task ParkWhatFailedAsync(
        IDurableClient client,
        string instanceId,
        RotationRecord rotation,
        CancellationToken cancellationToken)
    {
        if (rotation.Phase.MayPark()
            && await client.GetInstanceAsync(instanceId, cancellationToken) is { } last
            && RootStatus.FailureOf(last) is { } failure
            && last.CreatedAt >= rotation.CreatedAt)
        {
            string message = $"The orchestration failed: {failure} Nothing was undone; resume tries again.";
            PhaseMove move = new(
                rotation.RotationId,
                rotation.Phase,
                RotationPhase.Parked,
                HoldCode: ParkCodes.StepFailed,
                HoldMessage: message);
            await phases.MoveAsync(move, cancellationToken);
        }
    }

    private bool IsNews(string what, int number) => !_told.TryGetValue(what, out int told) || told != number;
}
