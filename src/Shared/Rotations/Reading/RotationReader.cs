using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Rotations.Reading;

/// <summary>Reads everything that is shown about a rotation. It needs only the ledger, so any process can show a rotation.</summary>
public sealed class RotationReader(
    RotationLedger rotations,
    TargetLedger targets,
    PlanLedger plans,
    GateLedger gates,
    WatchLedger watches,
    NotificationLedger notifications,
    TimeProvider time)
{
    /// <summary>Reads a rotation's present state.</summary>
    /// <exception cref="KeyNotFoundException">The ledger has no rotation with this id.</exception>
    public async Task<RotationSnapshot> ReadAsync(string rotationId, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(rotationId, cancellationToken);
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(rotationId, cancellationToken);
        GateRecord? gate = await gates.FindOpenAsync(rotationId, cancellationToken);
        List<ExceptionItem> rest = [];
        GateOutcome outcome = GateOutcome.Undecided;
        if (gate is not null)
        {
            outcome = gate.StandsAt(await gates.EvaluateAsync(rotationId, gate, cancellationToken), time.GetUtcNow());
            await foreach (ExceptionItem item in gates.ListExceptionsAsync(rotationId, gate.GateId, cancellationToken))
            {
                rest.Add(item.AsItStands(all));
            }
        }

        return new(
            rotation,
            await plans.FindAsync(rotationId, cancellationToken),
            Coverage.From(all),
            all,
            await plans.ListWavesAsync(rotationId, cancellationToken),
            gate,
            outcome,
            rest)
        {
            CommandsLeft = RunCommandLeft.From(all, rotation.Phase.IsTerminal()),
            Unclaimed = await plans.ListUnclaimedAsync(rotationId, cancellationToken),
            Watch = await watches.GetStateAsync(rotationId, cancellationToken),
            Notifications = await notifications.ListAsync(rotationId, cancellationToken),
        };
    }
}
