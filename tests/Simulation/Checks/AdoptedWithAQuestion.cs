namespace TenantTokens.Simulation.Checks;

/// <summary>
/// A token that another made becomes ours only through the adopt gate. What remains is documented: somebody starts by hand within half an
/// hour after an attempt of ours whose answer is not known.
/// </summary>
internal sealed class AdoptedWithAQuestion : Check<Happening.RowWritten>
{
    private static readonly TimeSpan _adoptWithin = TimeSpan.FromMinutes(30);

    public override string Name => "foreign-token-adopted";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.RowWritten happening)
    {
        if (happening
            is { After: { StartTookEffect: true, AdoptGateId: null, NewToken: { } fresh }, Before: not { StartTookEffect: true } } written
            && sight.TokenOf(fresh) is { } token
            && sight.Tokens.MakerOf(token) is { } maker
            && maker != sight.Copy
            && !(maker == TokenHistory.People && sight.Now - written.Before?.Start?.LastUnknownAt <= _adoptWithin))
        {
            yield return $"{sight.Copy} took over the token that {maker} had made, and asked nobody.";
        }
    }
}
