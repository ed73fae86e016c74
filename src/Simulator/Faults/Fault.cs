namespace TenantTokens.Simulator;

/// <summary>Something that goes wrong, as POST /world/faults takes it. Each kind uses some of the values; the rest stay null.</summary>
/// <param name="Kind">One of <see cref="FaultKind.All"/>.</param>
public sealed record Fault(string Kind)
{
    /// <summary>lose-answer, refuse-before, hold: the call that it hits; hold: any when null.</summary>
    public string? Call { get; init; }

    /// <summary>Which call from now on it hits: 1, the next, by default.</summary>
    public int? Nth { get; init; }

    /// <summary>hold: before or after the request's effect.</summary>
    public string? When { get; init; }

    /// <summary>A Dynatrace environment.</summary>
    public string? Environment { get; init; }

    /// <summary>A machine's Azure name.</summary>
    public string? Machine { get; init; }

    /// <summary>activegate or oneagent.</summary>
    public string? Component { get; init; }

    /// <summary>A unit's name, without .service.</summary>
    public string? Service { get; init; }

    /// <summary>How often it happens; 1 by default.</summary>
    public int? Times { get; init; }

    /// <summary>An Azure subscription id.</summary>
    public string? Subscription { get; init; }

    /// <summary>What a 429 or 503 asks for, simulated seconds.</summary>
    public double? RetryAfterSeconds { get; init; }

    /// <summary>late-delivery, connectioninfo-lag: how late, simulated seconds.</summary>
    public double? DelaySeconds { get; init; }

    /// <summary>move-by-hand: new or old.</summary>
    public string? Token { get; init; }

    /// <summary>dynatrace-error: a part of the path below /e/{environment}.</summary>
    public string? Path { get; init; }

    /// <summary>dynatrace-error, webhook-error: the HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>kubernetes-agents: the network zone.</summary>
    public string? Zone { get; init; }

    /// <summary>clock-skew: how far the clock of the host is ahead, real seconds; negative = behind.</summary>
    public double? SkewSeconds { get; init; }

    /// <summary>kubernetes-agents: how many; 1 by default.</summary>
    public int? Count { get; init; }
}
