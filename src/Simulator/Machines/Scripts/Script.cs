namespace TenantTokens.Simulator.Machines.Scripts;

/// <summary>The script of a run command.</summary>
/// <param name="Text">The script itself.</param>
/// <param name="Variables">Named parameters, including protected ones; the handler skips empty values.</param>
/// <param name="Timeout">The script's time limit, in real time.</param>
internal sealed record Script(string Text, IReadOnlyDictionary<string, string> Variables, TimeSpan Timeout);
