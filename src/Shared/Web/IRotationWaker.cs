using TenantTokens.Rotations;

namespace TenantTokens.Web;

/// <summary>Wakes the orchestration of a rotation after something was written to the ledger. A host that watches its ledger needs none. A call that is lost changes nothing for long: the ledger decides.</summary>
public interface IRotationWaker
{
    /// <summary>Makes sure that the rotation is driven, and tells it that there is something new.</summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="eventName">The external event; null when it was opened only now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task WakeAsync(RotationRecord rotation, string? eventName, CancellationToken cancellationToken);
}
