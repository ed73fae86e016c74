using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using CliWrap;

namespace TenantTokens.Infra.Tests.Tools;

/// <summary>The Bicep program of the package Azure.Bicep.CommandLine.linux-x64. It needs no network.</summary>
internal static class Bicep
{
    private static readonly string _program = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key is "BicepPath").Value!.Replace('\\', '/');

    /// <summary>Compiles a .bicepparam file with all that it refers to, and runs the linter.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the compiler.</param>
    /// <param name="variables">Environment variables that differ from ours; null unsets one.</param>
    public static Task<BicepResult> BuildAsync(
        string path,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? variables = null)
        => RunAsync(["build-params", path, "--stdout"], cancellationToken, variables);

    /// <summary>
    /// Checks every .bicep file in and under a folder in one process: what does not compile and what the rules of bicepconfig.json forbid.
    /// A process takes seconds to start.
    /// </summary>
    public static Task<BicepResult> LintAsync(string folder, CancellationToken cancellationToken)
        => RunAsync(["lint", "--pattern", Path.Combine(folder, "**", "*.bicep")], cancellationToken);

    private static async Task<BicepResult> RunAsync(
        string[] arguments, CancellationToken cancellationToken, IReadOnlyDictionary<string, string?>? changed = null)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture is Architecture.X64,
            "The Bicep program of the tests is for Linux on x64. Elsewhere run: az bicep build --file infra/main.bicep");
        StringBuilder output = new(), errors = new();
        CommandResult result = await Cli.Wrap(_program)
            .WithArguments(arguments)
            .WithEnvironmentVariables(
                variables => variables.Set("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1").Set(changed ?? new Dictionary<string, string?>()))
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellationToken);
        return new(result.ExitCode, output.ToString(), errors.ToString());
    }
}
