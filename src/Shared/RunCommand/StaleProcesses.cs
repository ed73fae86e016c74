namespace TenantTokens.RunCommand;

/// <summary>Processes that keep the old token until somebody restarts them.</summary>
/// <param name="Count">How many.</param>
/// <param name="Names">The first few names, each once.</param>
public sealed record StaleProcesses(int Count, IReadOnlyList<string> Names);
