namespace TenantTokens.Simulation.Checks;

/// <summary>A call without undo is in the audit trail before it is sent (docs/invariants.md#i12).</summary>
internal sealed class EverythingIsAudited : Check<Happening.CallArrived>
{
    public override string Name => "not-audited";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.CallArrived arrived)
    {
        if (!sight.Audited.Contains($"{arrived.Call}-sent"))
        {
            yield return $"{arrived.Call} was sent and the audit trail does not say so.";
        }
    }
}
