namespace TenantTokens.Durable;

/// <summary>Takes secrets out of text that is about to be recorded, logged or shown.</summary>
public interface ISecretScrubber
{
    /// <summary>The text with every known secret, and everything shaped like a Dynatrace token, replaced by "***".</summary>
    string Scrub(string text);
}
