using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using TenantTokens.Durable;

namespace TenantTokens.Tokens;

/// <summary>
/// Masks every secret that this process has read, and everything shaped like a Dynatrace token (docs/facts/dynatrace.md §1.3).
/// </summary>
public sealed partial class SecretScrubber : ISecretScrubber
{
    private const string Mask = "***";
    private readonly ConcurrentDictionary<string, byte> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// Masks this value in every text from now on. Values shorter than 6 characters are ignored: they would mask ordinary words.
    /// </summary>
    public void Remember(string secret)
    {
        if (secret.Length >= 6)
        {
            _known.TryAdd(secret, 0);
        }
    }

    /// <inheritdoc />
    public string Scrub(string text)
    {
        // The longest comes first. Otherwise a secret that contains another would keep its remaining characters readable.
        foreach (string secret in _known.Keys.OrderByDescending(static secret => secret.Length))
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return DynatraceToken().Replace(text, Mask);
    }

    [GeneratedRegex(@"dt0[a-z][0-9]{2}\.[A-Za-z0-9]{8,}(\.[A-Za-z0-9]{8,})?")]
    private static partial Regex DynatraceToken();
}
