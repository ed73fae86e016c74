namespace TenantTokens.Simulation.Checks;

/// <summary>A GET decides nothing (docs/invariants.md#i10): it writes no row of a rotation, however it is made.</summary>
internal sealed class GetsDecideNothing : Check<Happening.WebAnswered>
{
    public override string Name => "get-decided";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.WebAnswered happening)
    {
        if (happening is { Method: "GET" or "HEAD", Written.Count: > 0 } answered)
        {
            yield return $"{answered.Method} {answered.Page} wrote {answered.Written[0]}.";
        }
    }
}
