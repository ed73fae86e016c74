namespace TenantTokens.Dynatrace;

/// <summary>The value of a metric in a window, or why there is none.</summary>
public abstract record MetricAnswer
{
    private MetricAnswer()
    {
    }

    /// <summary>The metric has a value.</summary>
    /// <param name="Sum">The sum over the window and over all ActiveGates.</param>
    public sealed record Measured(double Sum) : MetricAnswer;

    /// <summary>
    /// Dynatrace answered without a value: nothing was counted, or no ActiveGate reports the metric. It is neither zero nor a rise.
    /// </summary>
    public sealed record Silent : MetricAnswer;

    /// <summary>The metric could not be read.</summary>
    /// <param name="Reason">Why, without secrets.</param>
    /// <param name="WillStay">True when asking again will not help: the metric does not exist, or we may not read it.</param>
    public sealed record Unavailable(string Reason, bool WillStay) : MetricAnswer;
}
