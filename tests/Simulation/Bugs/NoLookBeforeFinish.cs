using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Rotations.Gates;

namespace TenantTokens.Simulation.Bugs;

internal sealed class NoLookBeforeFinish()
    : PlantedBug("no-look-before-finish", "finish-not-approved", "Finish is sent without a look at what its approval covers")
{
    public override void Plant(DurableTaskRegistry registry)
    {
        registry.Mark(FinishRotation.Name);
        registry.WrapActivity(ConfirmFinish.Name, static (_, _, _) => Task.FromResult(true));
    }

    public override ILedgerStore Plant(ILedgerStore ledger) => new ChangedLedger(ledger)
    {
        Read = static (partition, row) => Steps.IsIn(FinishRotation.Name) ? Nothing(partition, row) : row,
    };

    private static LedgerRow? Nothing(string partition, LedgerRow row)
        => row.Key.StartsWith("gate|", StringComparison.Ordinal)
            ? row.With<GateRecord>(static gate => gate with { Outcome = GateOutcome.Approved })
                : ChangedLedger.Targets(static target => target with { State = TargetState.Rotated, NeedsProof = null, Stale = null })(
                    partition,
                    row);
}
