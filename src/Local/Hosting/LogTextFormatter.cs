using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Hosting;

/// <summary>
/// Writes the log of <c>--verbose</c>: one line for each message, of the engine and the libraries too, without what a terminal would obey.
/// </summary>
internal sealed class LogTextFormatter() : ConsoleFormatter(FormatterName)
{
    /// <summary>What it is asked for by.</summary>
    public const string FormatterName = "tenant-token";

    /// <inheritdoc />
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
        => new TerminalWriter(textWriter).WriteLine(
            $"{NameOf(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}]"
                + $" {LogText.Encode(logEntry.Formatter(logEntry.State, logEntry.Exception))} {logEntry.Exception}");

    // The names that the console's other formatters have.
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
