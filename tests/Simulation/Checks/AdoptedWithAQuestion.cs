namespace TenantTokens.Simulation.Checks;

/// <summary>A token that another made becomes ours only through the adopt gate.</summary>
internal sealed class AdoptedWithAQuestion : ICheck
{
    public string Name => "foreign-token-adopted";

    public IEnumerable<string> Look(Sight sight, Happening happening)
    {
        if (happening is Happening.RowWritten { After: { Owned: true, AdoptGateId: null, NewToken: { } fresh }, Before: not { Owned: true } }
            && sight.TokenOf(fresh) is { } token
            && sight.Tokens.MakerOf(token) is { } maker
            && maker != sight.Copy)
        {
            yield return $"{sight.Copy} took over the token that {maker} had made, and asked nobody.";
        }
    }
}
