using System.CommandLine;
using Spectre.Console;

namespace TenantTokens.Local.Following;

/// <summary>Where the program speaks: a person's terminal, a log, or a machine that reads JSON.</summary>
internal sealed class Terminal
{
    private Terminal(InvocationConfiguration invocation, bool isJson)
    {
        Output = invocation.Output;
        Errors = invocation.Error;
        IsJson = isJson;
        IsInteractive = !isJson && Output == System.Console.Out && !System.Console.IsInputRedirected && !System.Console.IsOutputRedirected && Console.Profile.Capabilities.Interactive;
        View = IsInteractive ? new LiveView(Console, TimeProvider.System) : new PlainView(isJson ? Errors : Output, TimeProvider.System);
    }

    /// <summary>Whether standard output is for one JSON document.</summary>
    public bool IsJson { get; }

    /// <summary>Whether a person can be asked.</summary>
    public bool IsInteractive { get; }

    /// <summary>Standard output.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error: one clear line for each problem.</summary>
    public TextWriter Errors { get; }

    /// <summary>Prompts and pictures, for a person.</summary>
    public IAnsiConsole Console { get; } = AnsiConsole.Console;

    /// <summary>Where progress goes.</summary>
    public IProgressView View { get; }

    /// <summary>The terminal of one invocation.</summary>
    public static Terminal Open(InvocationConfiguration invocation, bool isJson) => new(invocation, isJson);
}
