using TenantTokens.Approvals;
using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Gates;

/// <summary>Closes a gate with the decision of its votes and changes the rotation's row accordingly.</summary>
public sealed class GateDecision(ILedgerStore store, GateLedger gates, TimeProvider time)
{
    /// <summary>
    /// Closes a gate with the decision of its votes, in one write with the rotation's row, so that it takes account of everything said to
    /// the rotation before. An abort that was given first takes precedence, and the gate is withdrawn.
    /// </summary>
    /// <param name="rotationId">The rotation's id.</param>
    /// <param name="gateId">The gate's id.</param>
    /// <param name="isAborted">Returns whether an abort was given that is not taken yet.</param>
    /// <param name="decided">Returns the rotation's row after the decision.</param>
    /// <param name="cancellationToken">Cancels between tries.</param>
    /// <returns>The gate's outcome; Undecided and Held leave it open.</returns>
    public async Task<GateOutcome> DecideAsync(
        string rotationId,
        string gateId,
        Func<RotationRecord, Task<bool>> isAborted,
        Func<RotationRecord, GateRecord, RotationRecord> decided,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isAborted);
        ArgumentNullException.ThrowIfNull(decided);
        GateOutcome outcome = GateOutcome.Undecided;
        bool isOpen = false;
        await store.ChangeAsync<RotationRecord>(
            LedgerPartitions.Rotation(rotationId),
            RotationLedger.RotationKey,
            async current =>
            {
                RotationRecord rotation = current ?? throw new KeyNotFoundException($"The ledger has no rotation {rotationId}.");
                (GateRecord gate, string etag) = await gates.ReadAsync(rotationId, gateId, cancellationToken);
                isOpen = gate.Outcome is null;
                outcome = await gates.EvaluateAsync(rotationId, gate, cancellationToken);
                if (outcome is GateOutcome.Undecided or GateOutcome.Held)
                {
                    return null;
                }

                // A decision from before is recorded again when the row has lost it because the rotation changed its direction in between.
                outcome = isOpen && await isAborted(rotation) ? GateOutcome.Superseded : outcome;
                GateRecord closed = isOpen ? gate with { Outcome = outcome, ClosedAt = time.GetUtcNow() } : gate;
                LedgerWrite closing = new LedgerWrite.Replace(GateLedger.GateKey(gateId), ToJson(closed), etag);
                return new(decided(rotation, closed)) { Beside = isOpen ? [closing] : [] };
            },
            cancellationToken);
        if (isOpen && outcome is not (GateOutcome.Undecided or GateOutcome.Held))
        {
            await gates.RecordClosedAsync(rotationId, gateId, outcome, cancellationToken);
        }

        return outcome;
    }
}
