namespace TenantTokens.Local.Hosting;

/// <summary>
/// The person made a mistake or has to do something. It is written to standard error, one line for each problem, without a stack trace.
/// </summary>
/// <param name="lines">What is wrong, where, and what is allowed.</param>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
internal sealed class UserErrorException(IEnumerable<string> lines, int exitCode = ExitCodes.Usage)
    : Exception(string.Join(Environment.NewLine, lines))
{
    /// <summary>A mistake with a single line.</summary>
    public UserErrorException(string message, int exitCode = ExitCodes.Usage)
        : this([message], exitCode)
    {
    }

    /// <summary>One line for each problem.</summary>
    public IReadOnlyList<string> Lines { get; } = [.. lines];

    /// <summary>The program's exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
