using System.Text;

namespace TenantTokens.Simulation.Checks;

/// <summary>No secret stands where it may be read without a secret's permission (docs/invariants.md#i8).</summary>
internal sealed class NoTokenInAnySink : Check<Happening.Ended>
{
    public override string Name => "token-leaked";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.Ended happening)
    {
        byte[][] secrets = [.. sight.Secrets().Select(Encoding.UTF8.GetBytes)];
        foreach ((string where, ReadOnlyMemory<byte> text) in sight.Sinks())
        {
            if (secrets.Any(secret => text.Span.IndexOf(secret) >= 0))
            {
                yield return $"A secret stands in {where}.";
            }
        }
    }
}
