namespace TenantTokens.Simulation.Checks;

/// <summary>
/// Start, finish and cancel each take effect at most once for a rotation, wherever the process dies (docs/invariants.md#i3).
/// </summary>
internal sealed class CallsTakeEffectOnce : Check<Happening.CallTookEffect>
{
    public override string Name => "effect-twice";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.CallTookEffect taken)
    {
        if (sight.Effects.GetValueOrDefault(taken.Call) > 1 && sight.Tokens.PeopleActed == 0)
        {
            yield return $"{taken.Call} took effect {sight.Effects[taken.Call]} times for one rotation.";
        }
    }
}
