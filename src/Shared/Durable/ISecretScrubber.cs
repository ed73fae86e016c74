namespace TenantTokens.Durable;

/// <summary>Removes secrets from text that is about to be recorded, logged or shown.</summary>
public interface ISecretScrubber
{
    /// <summary>Returns the text with "***" in place of every known secret and of everything shaped like a Dynatrace token.</summary>
    string Scrub(string text);
}
