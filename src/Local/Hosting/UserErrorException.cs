namespace TenantTokens.Local.Hosting;

/// <summary>The person made a mistake, or must do something: said in one line on standard error, without a stack trace.</summary>
/// <param name="message">What is wrong, where, and what is allowed.</param>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
internal sealed class UserErrorException(string message, int exitCode = ExitCodes.Usage) : Exception(message)
{
    /// <summary>The program's exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
