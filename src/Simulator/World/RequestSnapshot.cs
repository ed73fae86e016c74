namespace TenantTokens.Simulator;

/// <summary>A request to a simulated service as it arrived, including the world's secrets.</summary>
/// <param name="Method">The method, in capitals.</param>
/// <param name="Path">The path without the query, decoded.</param>
/// <param name="Query">The query's parameters, decoded. Repeated values are joined by commas.</param>
/// <param name="Headers">The headers by name, in lower case.</param>
/// <param name="Body">The body as text; empty when there was none.</param>
/// <param name="Status">The HTTP status of the answer.</param>
public sealed record RequestSnapshot(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    int Status);
