namespace TenantTokens.Simulator.Machines.Scripts;

/// <summary>How a script ended.</summary>
/// <param name="ExitCode">Its exit code; -1 when it was killed, as the Linux handler reports it.</param>
/// <param name="Output">The last 4,096 bytes.</param>
/// <param name="Error">The last 4,096 bytes.</param>
internal sealed record ScriptOutcome(int ExitCode, string Output, string Error);
