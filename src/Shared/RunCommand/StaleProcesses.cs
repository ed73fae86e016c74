namespace TenantTokens.RunCommand;

/// <summary>Processes that keep the old token until they are restarted.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Names">The first few names, each once.</param>
public sealed record StaleProcesses(int Count, IReadOnlyList<string> Names);
