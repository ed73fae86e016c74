using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Local.Following;

/// <summary>Reads a rotation from the ledger whenever it changes, until a person is needed or it has ended.</summary>
internal sealed class RotationFollower(LocalHost host, bool drives)
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(250);
    private readonly RotationReader _reader = host.Get<RotationReader>();
    private readonly TimeProvider _time = host.Get<TimeProvider>();

    /// <summary>Follows a rotation and shows its state.</summary>
    /// <param name="rotationId">The rotation's id.</param>
    /// <param name="stopAtGate">Whether to stop at an undecided gate, because the person at the terminal can decide it.</param>
    /// <param name="show">Called with each new state, and again while nothing changes.</param>
    /// <param name="cancellationToken">Stops following.</param>
    public async Task<(FollowStop Stop, RotationSnapshot Snapshot)> FollowAsync(
        string rotationId,
        bool stopAtGate,
        Action<RotationSnapshot> show,
        CancellationToken cancellationToken)
    {
        long seen = -1;
        RotationSnapshot? snapshot = null;
        while (true)
        {
            long changes = await host.ChangesAsync();
            if (snapshot is null || changes != seen)
            {
                seen = changes;
                snapshot = await _reader.ReadAsync(rotationId, cancellationToken);
                show(snapshot);
                if (StopOf(snapshot, stopAtGate) is { } stop)
                {
                    return (stop, snapshot);
                }
            }
            else
            {
                show(snapshot); // the clock has moved on: a deadline may have passed, a wait may be long
            }

            await ThrowIfOrchestrationFailedAsync(rotationId, cancellationToken);
            await Task.Delay(_lookEvery, _time, cancellationToken);
        }
    }

    private static FollowStop? StopOf(RotationSnapshot snapshot, bool stopAtGate)
    {
        RotationRecord rotation = snapshot.Rotation;
        if (rotation.Phase.IsTerminal())
        {
            return FollowStop.Ended;
        }

        if (rotation.Commands > rotation.CommandsTaken)
        {
            return null; // a command was just given
        }

        return snapshot switch
        {
            { Rotation.Phase: RotationPhase.Parked } => FollowStop.Parked,
            { Rotation: { Phase: RotationPhase.AwaitingStart, PlanConfirmed: false } } => FollowStop.NeedsConfirmation,
            { Gate: not null, GateOutcome: GateOutcome.Held } => FollowStop.Held,
            { Gate: not null, GateOutcome: GateOutcome.Undecided } when stopAtGate => FollowStop.NeedsDecision,
            _ => null,
        };
    }

    private async Task ThrowIfOrchestrationFailedAsync(string rotationId, CancellationToken cancellationToken)
    {
        if (!drives)
        {
            return;
        }

        RotationRecord rotation = await host.Get<RotationLedger>().GetAsync(rotationId, cancellationToken);
        OrchestrationMetadata? orchestration = await host.Engine.GetInstanceAsync(
            RotationOrchestrator.InstanceIdOf(rotation.EnvironmentId),
            cancellationToken);
        if (RootStatus.WhyStopped(orchestration) is { } reason)
        {
            throw new UserErrorException(
                $"The orchestration of {rotationId} stopped: {reason} The rotation stays {rotation.Phase}. 'tenant-token resume'"
                    + " continues it.",
                ExitCodes.Unexpected);
        }
    }
}
