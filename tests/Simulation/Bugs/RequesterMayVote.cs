using TenantTokens.Approvals;
using TenantTokens.Ledger;

namespace TenantTokens.Simulation.Bugs;

internal sealed class RequesterMayVote()
    : PlantedBug("requester-may-vote", "no-quorum", "Whoever asked for the rotation may approve it, too")
{
    public override ILedgerStore Plant(ILedgerStore ledger) => new ChangedLedger(ledger)
    {
        Read = static (_, row) => row.Key.StartsWith("gate|", StringComparison.Ordinal)
            ? row.With<GateRecord>(static gate => gate with { RequestedBy = "nobody", Approvers = [.. gate.Approvers.Union(["rachel"])] })
            : row,
    };
}
