using TenantTokens.Durable;

namespace TenantTokens.EngineContract;

/// <summary>Knows one secret.</summary>
public sealed class ContractScrubber : ISecretScrubber
{
    /// <summary>The secret that no engine may record.</summary>
    public const string Secret = "hunter2-hunter2";

    /// <inheritdoc />
    public string Scrub(string text) => text.Replace(Secret, "***", StringComparison.Ordinal);
}
