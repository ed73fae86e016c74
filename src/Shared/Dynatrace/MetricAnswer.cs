namespace TenantTokens.Dynatrace;

/// <summary>What a metric says of a window.</summary>
public abstract record MetricAnswer
{
    private MetricAnswer()
    {
    }

    /// <summary>It was measured.</summary>
    /// <param name="Sum">The sum over the window and over all ActiveGates.</param>
    public sealed record Measured(double Sum) : MetricAnswer;

    /// <summary>
    /// Dynatrace answered, and has no value: nothing was counted, or no ActiveGate reports the metric. Neither zero nor a rise.
    /// </summary>
    public sealed record Silent : MetricAnswer;

    /// <summary>It is not known.</summary>
    /// <param name="Reason">Why, without secrets.</param>
    /// <param name="WillStay">True when asking again will not help: no such metric, no right to read it.</param>
    public sealed record Unavailable(string Reason, bool WillStay) : MetricAnswer;
}
