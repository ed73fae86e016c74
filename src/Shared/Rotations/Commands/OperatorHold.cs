using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Commands;

/// <summary>
/// Records a person's confirmation that every Dynatrace Operator is scaled to zero until the ActiveGates are done. It takes effect with the
/// next planning; a rotation that is parked for it needs a resume.
/// </summary>
public sealed class OperatorHold(RotationLedger rotations, AuditTrail audit)
{
    /// <summary>The code of its entries in the audit trail.</summary>
    public const string AuditCode = "operators-held";

    /// <summary>
    /// Records the confirmation, with an entry in the audit trail. Does nothing for a rotation that has ended or already has it.
    /// </summary>
    /// <param name="opening">The rotation, and whether this request opened it.</param>
    /// <param name="origin">Who confirms it, and from where; code and detail are filled in here.</param>
    /// <param name="cancellationToken">
    /// Cancels between the two writes. The audit entry is written first, so it may be repeated but not lost.
    /// </param>
    /// <returns>The rotation's present row.</returns>
    public async Task<RotationRecord> RecordAsync(RotationOpening opening, AuditEvent origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(opening);
        ArgumentNullException.ThrowIfNull(origin);
        RotationRecord rotation = opening.Rotation;
        if (rotation.Phase.IsTerminal() || (rotation.OperatorsHeld && !opening.IsNew))
        {
            return rotation;
        }

        const string detail = "Every Dynatrace Operator stays scaled to zero until the ActiveGates are done.";
        await audit.AddAsync(rotation.RotationId, origin with { Code = AuditCode, Detail = detail }, cancellationToken);
        return await rotations.UpdateAsync(rotation.RotationId, static current => current with { OperatorsHeld = true }, cancellationToken);
    }
}
