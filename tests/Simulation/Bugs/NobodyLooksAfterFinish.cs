using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Rotations.Sweeping;

namespace TenantTokens.Simulation.Bugs;

internal sealed class NobodyLooksAfterFinish()
    : PlantedBug("nobody-looks-after-finish", "dark-and-unlisted", "What failed counts as rotated, and nobody looks for it after finish")
{
    public override void Plant(DurableTaskRegistry registry)
    {
        registry.WrapActivity(
            WatchAfterFinish.Name,
            static (_, _, _) => Task.FromResult(new WatchAfterFinish.Result(IsOver: true, Dark: 0, RejectedRose: false)));
        registry.WrapActivity(BeginSweepRound.Name, static (_, _, _) => Task.FromResult(new BeginSweepRound.Result(IsOver: true)));
    }

    public override ILedgerStore Plant(ILedgerStore ledger) => new FailedCountsAsRotated().Plant(ledger);
}
