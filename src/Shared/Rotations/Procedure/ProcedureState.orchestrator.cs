using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Rotations.Procedure;

/// <summary>The state that the parts of a procedure share. It is lost with the orchestration; what must last is in the ledger.</summary>
/// <param name="waits">The initial waits.</param>
internal sealed class ProcedureState(RotationWaits waits)
{
    /// <summary>The phase that is running.</summary>
    public RotationPhase Phase { get; set; }

    /// <summary>The waits that apply now; they change when the rotation becomes an emergency.</summary>
    public RotationWaits Waits { get; set; } = waits;

    /// <summary>Whether nothing new may be sent, as of the last reading of the ledger.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Why the watch stops the rotation; null while it does not.</summary>
    public WatchVerdict? Held { get; set; }

    /// <summary>Whether an operator changed targets since the last round of stragglers; the next round is then due at once.</summary>
    public bool HasChangedTargets { get; set; }
}
