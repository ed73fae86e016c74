namespace TenantTokens.Simulator.Machines.Scripts;

/// <summary>The result of a script.</summary>
/// <param name="ExitCode">Its exit code; -1 when it was killed, as the Linux handler reports it.</param>
/// <param name="Output">The last 4,096 bytes of standard output.</param>
/// <param name="Error">The last 4,096 bytes of standard error.</param>
internal sealed record ScriptOutcome(int ExitCode, string Output, string Error);
