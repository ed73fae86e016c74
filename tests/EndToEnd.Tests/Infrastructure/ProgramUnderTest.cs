using System.CommandLine;
using CliWrap;
using TenantTokens.Local.Commands;

namespace TenantTokens.EndToEnd.Tests.Infrastructure;

/// <summary>The real program with arguments, output and an exit code. What is killed or interrupted is a process of its own.</summary>
internal static class ProgramUnderTest
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "tenant-token.dll");

    /// <summary>Runs it to its end in this process: the same entry, without starting a runtime for each run.</summary>
    public static async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter errors = new();
        InvocationConfiguration invocation = new() { Output = TextWriter.Synchronized(output), Error = TextWriter.Synchronized(errors), ProcessTerminationTimeout = null };
        int exitCode = await CommandLine.RunAsync(arguments, invocation).WaitAsync(TestContext.Current.CancellationToken);
        return new(exitCode, output.ToString(), errors.ToString());
    }

    /// <summary>Starts it; the caller ends it.</summary>
    public static RunningProgram Start(params string[] arguments) => new(Command(arguments));

    private static CliWrap.Command Command(string[] arguments)
        => Cli.Wrap("dotnet").WithArguments([Assembly, .. arguments]).WithValidation(CommandResultValidation.None);
}
