namespace TenantTokens.Infra.Tests.Tools;

/// <summary>What Bicep said.</summary>
/// <param name="ExitCode">0 when nothing is wrong; warnings do not change it.</param>
/// <param name="Output">The compiled document.</param>
/// <param name="Problems">Warnings and errors, one a line, each after the full path of its file.</param>
internal sealed record BicepResult(int ExitCode, string Output, string Problems)
{
    /// <summary>The problems of one file.</summary>
    public IEnumerable<string> ProblemsOf(string path)
        => Problems.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith($"{path}(", StringComparison.Ordinal));
}
