using TenantTokens.Rotations.Planning;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Reads and probes the fleet and divides it into waves. Nothing is changed.</summary>
internal sealed class PlanningPhase(ProcedureCalls calls, PhaseMoves moves, Listener listener, WaveRunner waves) : IPhase
{
    public async Task<RotationPhase> RunAsync()
    {
        await waves.RunAsync(await calls.CallAsync(DiscoverFleet.Name), isPausable: false, isWatched: false);
        BuildPlan.Result plan = await calls.CallAsync(BuildPlan.Name);
        if (await listener.AbortAsync() is { } abort)
        {
            return await moves.ToAsync(RotationPhase.Cancelled, take: abort);
        }

        return plan.Problems == 0
            ? await moves.ToAsync(RotationPhase.AwaitingStart)
            : await moves.ParkAsync(ParkCodes.PlanBlocked, $"The plan is blocked: {plan.FirstProblem} Fix this, then resume, or abort.");
    }
}
