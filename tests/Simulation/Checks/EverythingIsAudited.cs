using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>A call without undo is in the audit trail before it is sent (I12).</summary>
internal sealed class EverythingIsAudited : ICheck
{
    public string Name => "not-audited";

    public IEnumerable<string> Look(Sight sight, Happening happening)
    {
        if (happening is Happening.CallArrived arrived && !sight.Audited.Contains($"{arrived.Call}-sent"))
        {
            yield return $"{arrived.Call} was sent and the audit trail does not say so.";
        }
    }
}
