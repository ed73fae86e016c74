using TenantTokens.Durable;
using TenantTokens.Fleet;

namespace TenantTokens.Rotations;

/// <summary>
/// Drives one rotation to its end. The ledger says where it stands, so an orchestration that is lost is simply started again and goes on
/// from there.
/// </summary>
public sealed class RotationOrchestrator : IOrchestrator<RotationInput, RotationOutcome>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<RotationInput, RotationOutcome> Name { get; } = new("Rotation");

    /// <summary>One live orchestration per environment.</summary>
    public static string InstanceIdOf(string environmentId) => $"rotation-{environmentId}";

    /// <inheritdoc />
    public async Task<RotationOutcome> RunAsync(IOrchestrationContext context, RotationInput input)
    {
        RotationProcedure procedure = new(context, input);
        RotationPhase phase = await procedure.CurrentPhaseAsync();
        while (!phase.IsTerminal())
        {
            context.SetCustomStatus(phase.ToString());
            phase = await procedure.ParkOnFailureAsync(phase, () => phase switch
            {
                RotationPhase.Planning => procedure.PlanAsync(),
                RotationPhase.AwaitingStart => procedure.PassStartGateAsync(),
                RotationPhase.Starting => procedure.StartAsync(),
                RotationPhase.RotatingActiveGates => procedure.RotateAsync(Component.ActiveGate),
                RotationPhase.RotatingOneAgents => procedure.RotateAsync(Component.OneAgent),
                RotationPhase.Verifying => procedure.VerifyAsync(),
                RotationPhase.AwaitingFinish => procedure.PassFinishGateAsync(),
                RotationPhase.Finishing => procedure.FinishAsync(),
                RotationPhase.RollingBack => procedure.RestoreAsync(),
                RotationPhase.Cancelling => procedure.CancelAsync(),
                _ => procedure.WaitForMoveAsync(),
            });
        }

        context.SetCustomStatus(phase.ToString());
        return new(input.RotationId, phase);
    }
}
