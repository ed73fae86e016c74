using CliWrap;

namespace TenantTokens.EndToEnd.Tests.Infrastructure;

/// <summary>The real program with arguments, output and an exit code. What is killed or interrupted is a process of its own.</summary>
internal static class ProgramUnderTest
{
    private static readonly string _assembly = Path.Combine(AppContext.BaseDirectory, "tenant-token.dll");

    /// <summary>Runs it to its end in this process: the same entry, without starting a runtime for each run.</summary>
    public static async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        await using BackgroundRun run = Begin(arguments);
        return await run.EndAsync();
    }

    /// <summary>Begins it in this process.</summary>
    public static BackgroundRun Begin(params string[] arguments) => new(arguments);

    /// <summary>Starts it as a process of its own, which can be killed.</summary>
    public static RunningProgram Start(params string[] arguments) => new(Command(arguments));

    private static CliWrap.Command Command(string[] arguments)
        => Cli.Wrap("dotnet").WithArguments([_assembly, .. arguments]).WithValidation(CommandResultValidation.None);
}
