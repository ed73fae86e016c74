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
    /// <param name="rotationId">The rotation.</param>
    /// <param name="gateId">The gate.</param>
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
        string partition = LedgerPartitions.Rotation(rotationId);
        while (true)
        {
            (RotationRecord rotation, string rotationTag) = await ReadRotationAsync(rotationId, cancellationToken);
            (GateRecord gate, string gateTag) = await gates.ReadAsync(rotationId, gateId, cancellationToken);
            GateOutcome outcome = await gates.EvaluateAsync(rotationId, gate, cancellationToken);
            if (outcome is GateOutcome.Undecided or GateOutcome.Held)
            {
                return outcome;
            }

            // One that was decided before is recorded again where the row has lost it, since the rotation went another way in between.
            bool isOpen = gate.Outcome is null;
            outcome = isOpen && await isAborted(rotation) ? GateOutcome.Superseded : outcome;
            GateRecord closed = isOpen ? gate with { Outcome = outcome, ClosedAt = time.GetUtcNow() } : gate;
            RotationRecord told = decided(rotation, closed);
            if (!isOpen && told == rotation)
            {
                return outcome;
            }

            LedgerWrite closing = new LedgerWrite.Replace(GateLedger.GateKey(gateId), ToJson(closed), gateTag);
            LedgerWrite telling = new LedgerWrite.Replace(RotationLedger.RotationKey, ToJson(told), rotationTag);
            if (await store.TryCommitAsync(partition, [closing, telling], cancellationToken))
            {
                await (isOpen ? gates.RecordClosedAsync(rotationId, gateId, outcome, cancellationToken) : Task.CompletedTask);
                return outcome;
            }
        }
    }

    private async Task<(RotationRecord Rotation, string ETag)> ReadRotationAsync(string rotationId, CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Rotation(rotationId);
        return await store.ReadAsync<RotationRecord>(partition, RotationLedger.RotationKey, cancellationToken)
            ?? throw new KeyNotFoundException($"The ledger has no rotation {rotationId}.");
    }
}
