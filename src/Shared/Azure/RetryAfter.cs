using System.Globalization;

namespace TenantTokens.Azure;

/// <summary>
/// Reads how long a server asks us to wait. <c>retry-after-ms</c> and <c>x-ms-retry-after-ms</c> (milliseconds) take precedence over
/// <c>Retry-After</c> (seconds or an HTTP date, RFC 9110 §10.2.3), as in Azure.Core.
/// </summary>
public static class RetryAfter
{
    /// <summary>
    /// The longest wait inside an activity. When the server asks for a longer one, the activity ends and is run again later.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>Returns the wait, zero or more; null when there is no readable header.</summary>
    /// <param name="header">Returns the value of a header, or null.</param>
    /// <param name="time">Turns a date into a wait.</param>
    public static TimeSpan? Read(Func<string, string?> header, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(header);
        return Milliseconds(header("retry-after-ms"))
            ?? Milliseconds(header("x-ms-retry-after-ms"))
            ?? SecondsOrDate(header("Retry-After"), time);
    }

    /// <summary>
    /// As above, from a response of HttpClient. Without those headers, Dynatrace's <c>X-RateLimit-Reset</c> (microseconds since 1970)
    /// counts.
    /// </summary>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(response);
        string? Header(string name)
            => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

        return Read(Header, time)
            ?? (long.TryParse(Header("X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
                && microseconds < 100_000_000_000_000_000
                ? NotNegative(DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds) - time.GetUtcNow())
                : null);
    }

    private static TimeSpan? Milliseconds(string? value)
        => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private static TimeSpan? SecondsOrDate(string? value, TimeProvider time)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            ? NotNegative(date - time.GetUtcNow())
            : null;
    }

    private static TimeSpan NotNegative(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
}
