using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.RollingBack;

namespace TenantTokens.Simulation.Bugs;

internal sealed class NoLookBeforeCancel()
    : PlantedBug(
        "no-look-before-cancel",
        "cancel-not-approved",
        "Cancel is sent without a look at what is not restored, and nobody is asked")
{
    public override void Plant(DurableTaskRegistry registry)
    {
        registry.Mark(CancelRotation.Name);
        registry.WrapActivity(
            OpenGate.Name,
            static (_, gate, open) => gate.Kind is GateKind.Cancel ? Task.FromResult(new OpenGate.Result(null)) : open(gate));
    }

    public override ILedgerStore Plant(ILedgerStore ledger) => new ChangedLedger(ledger)
    {
        Read = static (partition, row) => Steps.IsIn(CancelRotation.Name)
            ? ChangedLedger.Targets(static target => target with { State = TargetState.Restored })(partition, row)
            : row,
    };
}
