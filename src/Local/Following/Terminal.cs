using System.CommandLine;
using Spectre.Console;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Following;

/// <summary>The program's output: a person's terminal, a log, or a machine that reads JSON.</summary>
internal sealed class Terminal
{
    private Terminal(InvocationConfiguration invocation, bool isJson)
    {
        (Output, Errors) = (OutputOf(invocation), ErrorsOf(invocation));
        IsJson = isJson;
        IsInteractive = !isJson
            && IsStandardOutput(invocation)
            && !System.Console.IsInputRedirected
            && !System.Console.IsOutputRedirected
            && Console.Profile.Capabilities.Interactive;
        View = IsInteractive ? new LiveView(Console, TimeProvider.System) : new PlainView(isJson ? Errors : Output, TimeProvider.System);
    }

    /// <summary>Whether standard output is reserved for one JSON document.</summary>
    public bool IsJson { get; }

    /// <summary>Whether a person can be asked.</summary>
    public bool IsInteractive { get; }

    /// <summary>Standard output.</summary>
    public TerminalWriter Output { get; }

    /// <summary>Standard error: one clear line for each problem.</summary>
    public TerminalWriter Errors { get; }

    /// <summary>The console for prompts and live output to a person.</summary>
    public IAnsiConsole Console { get; } = AnsiConsole.Console;

    /// <summary>The view that shows progress.</summary>
    public IProgressView View { get; }

#pragma warning disable RS0030 // this is where the encoded lines are written
    /// <summary>Returns the standard output of an invocation.</summary>
    public static TerminalWriter OutputOf(InvocationConfiguration invocation) => new(invocation.Output);

    /// <summary>The standard error of this process.</summary>
    public static TerminalWriter StandardErrors => new(System.Console.Error);

    /// <summary>Returns the standard error of an invocation.</summary>
    public static TerminalWriter ErrorsOf(InvocationConfiguration invocation) => new(invocation.Error);

    /// <summary>Opens the terminal of one invocation.</summary>
    public static Terminal Open(InvocationConfiguration invocation, bool isJson) => new(invocation, isJson);

    private static bool IsStandardOutput(InvocationConfiguration invocation) => invocation.Output == System.Console.Out;
#pragma warning restore RS0030 // the rest of the program writes to the above
}
