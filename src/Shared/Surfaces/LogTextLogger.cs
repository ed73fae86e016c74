using Microsoft.Extensions.Logging;

namespace TenantTokens.Surfaces;

/// <summary>
/// The logger that every part of the product gets. Every message passes <see cref="LogText"/> before a host writes it. The structured
/// values stay unencoded, for stores that keep them apart from the message.
/// </summary>
/// <typeparam name="T">The class that logs; its name is the category.</typeparam>
internal sealed class LogTextLogger<T>(ILoggerFactory loggers) : ILogger<T>
{
    private readonly Logger<T> _logger = new(loggers);

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => ((ILogger)_logger).BeginScope(state);

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => ((ILogger)_logger).IsEnabled(logLevel);

    /// <inheritdoc />
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
        => ((ILogger)_logger).Log(logLevel, eventId, state, exception, (value, error) => LogText.Encode(formatter(value, error)));
}
