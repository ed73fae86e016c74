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

internal sealed class StatusForgetsFailures()
    : PlantedBug("status-forgets-failures", "status-not-true", "Status counts what has failed as pending")
{
    public override void Plant(IServiceCollection services) => services.AddSingleton(static provider => new RotationReader(
        provider.GetRequiredService<RotationLedger>(),
        new TargetLedger(new ChangedLedger(provider.GetRequiredService<ILedgerStore>())
        {
            Read = ChangedLedger.Targets(static target => target.State is TargetState.Failed or TargetState.Unreachable
                ? target with { State = TargetState.Pending }
                : target),
        }),
        provider.GetRequiredService<PlanLedger>(),
        provider.GetRequiredService<GateLedger>(),
        provider.GetRequiredService<WatchLedger>(),
        provider.GetRequiredService<NotificationLedger>(),
        provider.GetRequiredService<TimeProvider>()));
}
