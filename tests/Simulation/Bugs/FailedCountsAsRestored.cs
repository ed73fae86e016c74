using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Simulation.Bugs;

internal sealed class FailedCountsAsRestored()
    : PlantedBug(
        "failed-counts-as-restored",
        "moves-of-targets",
        "A host on which an apply failed counts as back on the old token, and no restore was sent to it")
{
    public override ILedgerStore Plant(ILedgerStore ledger) => new ChangedLedger(ledger)
    {
        Write = static (partition, write) => partition.StartsWith("targets:", StringComparison.Ordinal)
            ? write.With<TargetRecord>(static target => target is { State: TargetState.Failed, IsTouched: true, RestoreNotAfter: null }
                ? target with { State = TargetState.Restored }
                : target)
            : write,
    };
}
