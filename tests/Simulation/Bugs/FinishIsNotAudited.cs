using TenantTokens.Ledger;
using TenantTokens.Testing.Ledger;

namespace TenantTokens.Simulation.Bugs;

internal sealed class FinishIsNotAudited()
    : PlantedBug("finish-is-not-audited", "not-audited", "Finish is sent before the audit trail says so")
{
    public override ILedgerStore Plant(ILedgerStore ledger) => new ChangedLedger(ledger)
    {
        Write = static (_, write) => LedgerWrites.JsonOf(write)
            ?.Contains("finish-sent", StringComparison.Ordinal) is true
            ? null
            : write,
    };
}
