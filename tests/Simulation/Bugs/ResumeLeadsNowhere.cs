using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Procedure;

namespace TenantTokens.Simulation.Bugs;

internal sealed class ResumeLeadsNowhere()
    : PlantedBug("resume-leads-nowhere", "no-exit", "A parked rotation takes what operators say and does nothing")
{
    public override void Plant(DurableTaskRegistry registry)
        => registry.WrapActivity(LeaveParked.Name, static async (services, command, _) =>
        {
            await services.GetRequiredService<RotationLedger>()
                .UpdateAsync(command.RotationId, row => row with { CommandsTaken = command.Number }, CancellationToken.None);
            return RotationPhase.Parked;
        });
}
