namespace TenantTokens.Simulator.Machines.Scripts;

/// <summary>What a run command runs.</summary>
/// <param name="Text">The script itself.</param>
/// <param name="Variables">Named parameters, protected ones among them; the handler skips empty values.</param>
/// <param name="Timeout">Real time.</param>
internal sealed record Script(string Text, IReadOnlyDictionary<string, string> Variables, TimeSpan Timeout);
