using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>What the app logs.</summary>
internal sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, LogLevel Level, string Text)> _lines = new();

    public IReadOnlyList<string> Errors => [.. _lines.Where(static line => line.Level >= LogLevel.Error).Select(static line => line.Text)];

    public IReadOnlyList<string> Of<T>()
        => [.. _lines.Where(static line => line.Category == typeof(T).FullName).Select(static line => line.Text)];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(RecordedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
            => log._lines.Enqueue((category, logLevel, formatter(state, exception)));
    }
}
