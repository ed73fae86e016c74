using System.Globalization;

namespace TenantTokens.Dynatrace;

/// <inheritdoc />
internal sealed class MetricsClient(DynatraceApi api) : IMetricsClient
{
    private const string RejectedMessages = "dsfm:active_gate.communication.messages.rejected:splitBy()";
    private const string Scope = "metrics.read";

    /// <inheritdoc />
    public async Task<MetricAnswer> SumRejectedMessagesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        // The times are absolute: "now-5m" has no seconds, and the window must be exactly the one that the caller compares.
        string path = string.Create(
            CultureInfo.InvariantCulture,
            $"api/v2/metrics/query?metricSelector={Uri.EscapeDataString(RejectedMessages)}&from={from.ToUnixTimeMilliseconds()}&to="
                + $"{to.ToUnixTimeMilliseconds()}&resolution=Inf");
        try
        {
            Query? query = await api.GetAsync<Query>(path, Scope, notFoundIsNull: true, cancellationToken);
            return query is null
                ? new MetricAnswer.Unavailable("Dynatrace answered 404: it does not know the metric.", WillStay: true)
                : Sum(query);
        }
        catch (DynatraceAccessDeniedException exception)
        {
            return new MetricAnswer.Unavailable(exception.Message, WillStay: true);
        }
        catch (DynatraceApiException exception)
        {
            return new MetricAnswer.Unavailable(exception.Message, WillStay: exception.Status is 400);
        }
    }

    private static MetricAnswer Sum(Query query)
    {
        double[] values =
        [
            .. (query.Result ?? [])
                .SelectMany(static collection => collection.Data ?? [])
                .SelectMany(static series => series.Values ?? [])
                .OfType<double>(),
        ];
        return values.Length > 0
            ? new MetricAnswer.Measured(values.Sum())
            : new MetricAnswer.Silent();
    }

    private sealed record Query(IReadOnlyList<Collection>? Result);

    private sealed record Collection(IReadOnlyList<Series>? Data);

    private sealed record Series(IReadOnlyList<double?>? Values);
}
