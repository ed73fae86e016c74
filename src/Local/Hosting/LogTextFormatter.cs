using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Hosting;

/// <summary>
/// Writes the log of <c>--verbose</c>: one line for each message, also of the engine and the libraries, without control sequences for the
/// terminal.
/// </summary>
internal sealed class LogTextFormatter() : ConsoleFormatter(FormatterName)
{
    /// <summary>The name under which it is registered.</summary>
    public const string FormatterName = "tenant-token";

    /// <inheritdoc />
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
        => new TerminalWriter(textWriter).WriteLine(
            $"{NameOf(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}]"
                + $" {LogText.Encode(logEntry.Formatter(logEntry.State, logEntry.Exception))} {logEntry.Exception}");

    // The same names as in the console's other formatters.
    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
