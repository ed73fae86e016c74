namespace TenantTokens.Simulation.Checks;

/// <summary>Liveness: from every state some sequence of allowed commands ends the rotation.</summary>
internal sealed class EveryStateHasAnExit : ICheck
{
    public string Name => "no-exit";

    public IEnumerable<string> Look(Sight sight, Happening happening)
    {
        if (happening is Happening.Ended { Stuck: { } stuck })
        {
            yield return stuck;
        }
    }
}
