namespace TenantTokens.Simulation.Checks;

/// <summary>Start, finish and cancel each take effect at most once for a rotation, wherever the process dies (I3).</summary>
internal sealed class CallsTakeEffectOnce : ICheck
{
    public string Name => "effect-twice";

    public IEnumerable<string> Look(Sight sight, Happening happening)
    {
        if (happening is Happening.CallTookEffect taken && sight.Effects.GetValueOrDefault(taken.Call) > 1 && sight.Tokens.PeopleActed == 0)
        {
            yield return $"{taken.Call} took effect {sight.Effects[taken.Call]} times for one rotation.";
        }
    }
}
