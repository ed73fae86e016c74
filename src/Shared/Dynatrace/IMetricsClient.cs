namespace TenantTokens.Dynatrace;

/// <summary>
/// The self-monitoring metrics that tell of wrong tokens (<c>GET /api/v2/metrics/query</c>, scope <c>metrics.read</c>). Reads only, is
/// retried.
/// </summary>
public interface IMetricsClient
{
    /// <summary>
    /// Messages that the ActiveGates of the environment rejected because of their authorization,
    /// <c>dsfm:active_gate.communication.messages.rejected</c>: "Non-zero value indicates data loss"
    /// (https://docs.dynatrace.com/managed/ingest-from/dynatrace-activegate/activegate-sfm-metrics). Dynatrace keeps slots of one minute
    /// (https://docs.dynatrace.com/docs/dynatrace-api/environment-api/metric-v2/metric-faq). What cannot be read is an answer, no
    /// exception.
    /// </summary>
    /// <param name="from">The first moment that counts.</param>
    /// <param name="to">The first moment that does not; after <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<MetricAnswer> SumRejectedMessagesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
