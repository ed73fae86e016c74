namespace TenantTokens.Simulation.Checks;

/// <summary>No orchestration ends by an error: what can go wrong outside is a state of the rotation.</summary>
internal sealed class NoOrchestrationFails : Check<Happening.Ended>
{
    public override string Name => "orchestration-failed";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.Ended happening)
        => sight.Failures().Select(static failure => $"An orchestration failed: {failure}");
}
