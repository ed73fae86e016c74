namespace TenantTokens.Simulation.Checks;

/// <summary>Liveness: from every state some sequence of allowed commands ends the rotation.</summary>
internal sealed class EveryStateHasAnExit : Check<Happening.Ended>
{
    public override string Name => "no-exit";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.Ended happening)
    {
        if (happening is { Stuck: { } stuck })
        {
            yield return stuck;
        }
    }
}
