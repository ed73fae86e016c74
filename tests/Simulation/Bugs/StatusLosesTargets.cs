using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Simulation.Bugs;

internal sealed class StatusLosesTargets()
    : PlantedBug("status-loses-targets", "counts", "Status counts without the targets that could not be reached")
{
    public override void Plant(IServiceCollection services) => services.AddSingleton(static provider => new RotationReader(
        provider.GetRequiredService<RotationLedger>(),
        new TargetLedger(new ChangedLedger(provider.GetRequiredService<ILedgerStore>())
        {
            Read = static (_, row) => row.Json.Contains("\"Unreachable\"", StringComparison.OrdinalIgnoreCase) ? null : row,
        }),
        provider.GetRequiredService<PlanLedger>(),
        provider.GetRequiredService<GateLedger>(),
        provider.GetRequiredService<WatchLedger>(),
        provider.GetRequiredService<NotificationLedger>(),
        provider.GetRequiredService<TimeProvider>()));
}
