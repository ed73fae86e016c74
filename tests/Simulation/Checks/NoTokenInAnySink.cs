namespace TenantTokens.Simulation.Checks;

/// <summary>No secret stands where it may be read without a secret's permission (I8).</summary>
internal sealed class NoTokenInAnySink : ICheck
{
    public string Name => "token-leaked";

    public IEnumerable<string> Look(Sight sight, Happening happening)
    {
        if (happening is not Happening.Ended)
        {
            yield break;
        }

        string[] secrets = [.. sight.Secrets()];
        foreach ((string where, string text) in sight.Sinks())
        {
            if (secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)))
            {
                yield return $"A secret stands in {where}.";
            }
        }
    }
}
