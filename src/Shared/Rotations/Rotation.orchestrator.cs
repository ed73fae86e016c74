using TenantTokens.Durable;
using TenantTokens.Fleet;

namespace TenantTokens.Rotations;

/// <summary>
/// Drives one rotation to its end. The ledger says where it stands, so an orchestration that is lost is simply started again and goes on
/// from there. One whose history has grown long ends for the same reason, and a new one takes over.
/// </summary>
public sealed class RotationOrchestrator : IOrchestrator<RotationInput, RotationOutcome>
{
    private const string RenewalDue = ", renewal due";

    /// <summary>The registered name.</summary>
    public static OrchestratorName<RotationInput, RotationOutcome> Name { get; } = new("Rotation");

    /// <summary>One live orchestration per environment.</summary>
    public static string InstanceIdOf(string environmentId) => $"rotation-{environmentId}";

    /// <summary>What it shows of itself.</summary>
    /// <param name="phase">Where the rotation stands.</param>
    /// <param name="isRenewalDue">Whether it waits with a long history.</param>
    public static string StatusOf(RotationPhase phase, bool isRenewalDue = false) => isRenewalDue ? $"{phase}{RenewalDue}" : phase.ToString();

    /// <summary>Whether a status says that a new orchestration should take over.</summary>
    public static bool IsRenewalDue(string? status) => status?.EndsWith(RenewalDue, StringComparison.Ordinal) is true;

    /// <inheritdoc />
    public async Task<RotationOutcome> RunAsync(IOrchestrationContext context, RotationInput input)
    {
        RotationProcedure procedure = new(new(context), input);
        RotationPhase phase = await procedure.CurrentPhaseAsync();
        try
        {
            while (!phase.IsTerminal())
            {
                context.SetCustomStatus(StatusOf(phase));
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
                    RotationPhase.Closing => procedure.CloseAsync(),
                    _ => procedure.WaitForMoveAsync(),
                });
            }
        }
        catch (RenewalException)
        {
            return new(input.RotationId, phase);
        }

        await procedure.ReleaseClaimAsync();

        context.SetCustomStatus(StatusOf(phase));
        return new(input.RotationId, phase);
    }
}
