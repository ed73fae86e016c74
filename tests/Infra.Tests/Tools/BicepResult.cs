namespace TenantTokens.Infra.Tests.Tools;

/// <summary>What Bicep said.</summary>
/// <param name="ExitCode">0 when nothing is wrong; warnings do not change it.</param>
/// <param name="Output">The compiled document.</param>
/// <param name="Problems">Warnings and errors.</param>
internal sealed record BicepResult(int ExitCode, string Output, string Problems);
