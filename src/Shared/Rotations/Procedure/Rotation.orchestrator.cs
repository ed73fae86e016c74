using TenantTokens.Durable;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Drives one rotation to its end. The ledger has the state, so a lost orchestration is started again and continues. For the same reason,
/// one with a long history can end, and a new one takes over.
/// </summary>
public sealed class RotationOrchestrator : IOrchestrator<RotationInput, RotationOrchestrator.Result>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<RotationInput, Result> Name { get; } = new("Rotation");

    /// <summary>Returns the instance id; at most one orchestration is alive per environment.</summary>
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
            // The next orchestration continues from here.
        }
        catch (Exception exception)
        {
            context.SetCustomStatus(RootStatus.FailedAt(phase, exception));
            throw;
        }

        context.SetCustomStatus(RootStatus.OverAt(phase));
        return new(input.RotationId, phase);
    }

    /// <summary>How an orchestration ended. Stored in histories: changes by addition only.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="Phase">
    /// The final phase; another phase when the history was long and a new orchestration has to continue from there.
    /// </param>
    public sealed record Result(string RotationId, RotationPhase Phase);
}
