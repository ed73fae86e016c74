using TenantTokens.Durable;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Drives one rotation to its end. The ledger says where it stands, so an orchestration that is lost is simply started again and goes on
/// from there. One whose history has grown long ends for the same reason, and a new one takes over.
/// </summary>
public sealed class RotationOrchestrator : IOrchestrator<RotationInput, RotationOrchestrator.Result>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<RotationInput, Result> Name { get; } = new("Rotation");

    /// <summary>One live orchestration per environment.</summary>
    public static string InstanceIdOf(string environmentId) => $"rotation-{environmentId}";

    /// <inheritdoc />
    public async Task<Result> RunAsync(IOrchestrationContext context, RotationInput input)
    {
        RotationProcedure procedure = new(new(context), input);
        RotationPhase phase = RotationPhase.Planning;
        try
        {
            phase = await procedure.CurrentPhaseAsync();
            while (!phase.IsTerminal())
            {
                context.SetCustomStatus(RootStatus.At(phase));
                phase = await procedure.RunAsync(phase);
            }

            context.SetCustomStatus(RootStatus.At(phase));
            await procedure.ReleaseClaimAsync();
        }
        catch (RenewalException)
        {
            // The next one goes on from here.
        }
        catch (Exception exception)
        {
            context.SetCustomStatus(RootStatus.FailedAt(phase, exception));
            throw;
        }

        context.SetCustomStatus(RootStatus.OverAt(phase));
        return new(input.RotationId, phase);
    }

    /// <summary>How an orchestration ended. Kept in histories: changes by addition only.</summary>
    /// <param name="RotationId">The rotation.</param>
    /// <param name="Phase">
    /// Completed or Cancelled; another one when its history was long and a new orchestration has to go on from there.
    /// </param>
    public sealed record Result(string RotationId, RotationPhase Phase);
}
