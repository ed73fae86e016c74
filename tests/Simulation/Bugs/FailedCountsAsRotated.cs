using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Simulation.Bugs;

internal sealed class FailedCountsAsRotated()
    : PlantedBug(
        "failed-counts-as-rotated",
        "rotated-but-not-loaded",
        "A host on which an apply failed counts as rotated, and no proof is renewed")
{
    public override ILedgerStore Plant(ILedgerStore ledger) => new ChangedLedger(ledger)
    {
        Write = static (partition, write) => partition.StartsWith("targets:", StringComparison.Ordinal)
            ? write.With<TargetRecord>(static target => target is { State: TargetState.Failed, IsTouched: true, Send: { } send }
                ? target with { State = TargetState.Rotated, ProvedAt = send.SentAt }
                : target with { NeedsProof = null })
            : write,
    };
}
