using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Commands;

/// <summary>
/// Records a person's word that every Dynatrace Operator is scaled to zero until the ActiveGates are done. The next planning counts it;
/// a rotation that is parked for it needs a resume.
/// </summary>
public sealed class OperatorHold(RotationLedger rotations, AuditTrail audit)
{
    /// <summary>The code in the audit trail.</summary>
    public const string AuditCode = "operators-held";

    /// <summary>
    /// Records it, with a line in the audit trail. It changes nothing for a rotation that has ended, or where it is recorded already.
    /// </summary>
    /// <param name="opening">The rotation, and whether it was opened with this word.</param>
    /// <param name="origin">Who says so; code and detail are filled in here.</param>
    /// <param name="cancellationToken">Cancels between the two writes: the line stands first, so it is repeated rather than lost.</param>
    /// <returns>The rotation as it is now.</returns>
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
