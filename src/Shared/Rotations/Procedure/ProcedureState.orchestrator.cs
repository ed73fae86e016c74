using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Rotations.Procedure;

/// <summary>What the parts of a procedure share. All of it is lost with the orchestration; what must last is in the ledger.</summary>
/// <param name="waits">The waits to begin with.</param>
internal sealed class ProcedureState(RotationWaits waits)
{
    /// <summary>The phase whose step runs.</summary>
    public RotationPhase Phase { get; set; }

    /// <summary>The waits that count now: they change when the rotation becomes an emergency.</summary>
    public RotationWaits Waits { get; set; } = waits;

    /// <summary>Whether nothing new may be sent, as of the last look at the ledger.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Why a watch wants everything held; null while nothing must be.</summary>
    public WatchVerdict? Held { get; set; }

    /// <summary>Whether an operator changed targets since the last round of stragglers: then the next one is due at once.</summary>
    public bool HasChangedTargets { get; set; }
}
