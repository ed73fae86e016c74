namespace TenantTokens.Simulation.Checks;

/// <summary>No orchestration ends by an error: what can go wrong outside is a state of the rotation.</summary>
internal sealed class NoOrchestrationFails : ICheck
{
    public string Name => "orchestration-failed";

    public IEnumerable<string> Look(Sight sight, Happening happening)
        => happening is Happening.Ended ? sight.Failures().Select(static failure => $"An orchestration failed: {failure}") : [];
}
