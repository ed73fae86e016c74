namespace TenantTokens.Dynatrace;

/// <summary>Dynatrace gave an unexpected answer, or could not be reached after retries.</summary>
/// <param name="status">The HTTP status; null when there was no answer.</param>
/// <param name="scrubbedMessage">What Dynatrace said, without secrets.</param>
/// <param name="retryAfter">How long Dynatrace asks us to wait; null when it does not say.</param>
public sealed class DynatraceApiException(int? status, string scrubbedMessage, TimeSpan? retryAfter = null)
    : Exception(status is null ? $"Dynatrace gave no answer: {scrubbedMessage}" : $"Dynatrace answered {status}: {scrubbedMessage}")
{
    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? Status { get; } = status;

    /// <summary>
    /// True when the answer does not come from a Dynatrace API: a web page, or a refusal that is not in Dynatrace's error envelope.
    /// </summary>
    public bool IsFromElsewhere { get; init; }

    /// <summary>How long Dynatrace asks us to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
