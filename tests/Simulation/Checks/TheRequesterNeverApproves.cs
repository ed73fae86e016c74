using TenantTokens.Approvals;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// A gate that was approved has a quorum of distinct approvers, without whoever asked for the rotation (docs/invariants.md#i11).
/// </summary>
internal sealed class TheRequesterNeverApproves : Check<Happening.RowWritten>
{
    public override string Name => "no-quorum";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.RowWritten happening)
    {
        if (happening is not { After: { } row })
        {
            yield break;
        }

        foreach (string id in new[] { row.FinishGateId, row.CancelGateId, row.AdoptGateId }.OfType<string>())
        {
            if (sight.Gates.GetValueOrDefault(id) is { Outcome: GateOutcome.Approved } gate
                && sight.Votes.GetValueOrDefault(id)?.Values
                    .Count(vote => vote.Choice is GateChoice.Approve && vote.By != row.RequestedBy) is var approvals
                && (approvals ?? 0) < gate.Quorum)
            {
                yield return $"Gate {id} counts as approved by {approvals ?? 0} of {gate.Quorum}.";
            }
        }
    }
}
