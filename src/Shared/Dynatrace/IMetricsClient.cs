namespace TenantTokens.Dynatrace;

/// <summary>
/// The self-monitoring metrics that reveal wrong tokens (<c>GET /api/v2/metrics/query</c>, scope <c>metrics.read</c>). Calls only read and
/// are retried.
/// </summary>
public interface IMetricsClient
{
    /// <summary>
    /// Counts the messages that the ActiveGates of the environment rejected because of their authorization,
    /// <c>dsfm:active_gate.communication.messages.rejected</c>: "Non-zero value indicates data loss"
    /// (https://docs.dynatrace.com/managed/ingest-from/dynatrace-activegate/activegate-sfm-metrics). Dynatrace keeps values per minute
    /// (https://docs.dynatrace.com/docs/dynatrace-api/environment-api/metric-v2/metric-faq). A metric that cannot be read is <see
    /// cref="MetricAnswer.Unavailable"/>, not an exception.
    /// </summary>
    /// <param name="from">The start of the window, included.</param>
    /// <param name="to">The end of the window, excluded; after <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<MetricAnswer> SumRejectedMessagesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
