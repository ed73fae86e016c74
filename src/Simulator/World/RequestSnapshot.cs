namespace TenantTokens.Simulator;

/// <summary>A request to a simulated service as it came over the wire, the world's secrets included.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">Without the query, decoded.</param>
/// <param name="Query">Decoded; what occurs more than once is one value, joined by commas.</param>
/// <param name="Headers">By their names in lower case.</param>
/// <param name="Body">As text; empty when there was none.</param>
/// <param name="Status">What was answered.</param>
public sealed record RequestSnapshot(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    int Status);
