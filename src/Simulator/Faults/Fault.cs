namespace TenantTokens.Simulator;

/// <summary>
/// A change of the world, as POST /world/faults accepts it. Each kind uses some of the values; the others stay null. Where a kind can hit
/// many machines, either <see cref="Machine"/> names one, or the seed chooses <see cref="Count"/> or <see cref="Percent"/> of those with
/// the given <see cref="Component"/>, <see cref="Zone"/> and <see cref="Subscription"/>.
/// </summary>
/// <param name="Kind">One of <see cref="FaultKind.All"/>.</param>
public sealed record Fault(string Kind)
{
    /// <summary>For any kind: the delay in simulated seconds; null for at once. The machines are chosen now.</summary>
    public double? AfterSeconds { get; init; }

    /// <summary>For lose-answer, refuse-before and hold: the call to hit. For hold, null means any.</summary>
    public string? Call { get; init; }

    /// <summary>
    /// The number of the call, command or service start to hit, counted from now; 1, the next, by default. For clock-skew: the first
    /// command that it applies to; at once when null.
    /// </summary>
    public int? Nth { get; init; }

    /// <summary>
    /// For hold: before or after the request's effect. For gate-new-id: now, or at the ActiveGate's next start when null.
    /// </summary>
    public string? When { get; init; }

    /// <summary>A Dynatrace environment; sim00001 by default.</summary>
    public string? Environment { get; init; }

    /// <summary>A machine's Azure name.</summary>
    public string? Machine { get; init; }

    /// <summary>activegate or oneagent. For machines-join also none, for machines without either.</summary>
    public string? Component { get; init; }

    /// <summary>A unit's name, without .service.</summary>
    public string? Service { get; init; }

    /// <summary>How many times it happens; 1 by default.</summary>
    public int? Times { get; init; }

    /// <summary>An Azure subscription id.</summary>
    public string? Subscription { get; init; }

    /// <summary>The wait that a 429 or 503 asks for, in simulated seconds.</summary>
    public double? RetryAfterSeconds { get; init; }

    /// <summary>For late-delivery and connectioninfo-lag: the delay in simulated seconds.</summary>
    public double? DelaySeconds { get; init; }

    /// <summary>
    /// In simulated seconds. For machine-off: when the machines come back by themselves. For throttle: how long every call is refused.
    /// </summary>
    public double? DurationSeconds { get; init; }

    /// <summary>
    /// For move-by-hand, re-image, agent-update and machines-join: new (the token in force) or old (the one before; the same one if there
    /// was no rotation).
    /// </summary>
    public string? Token { get; init; }

    /// <summary>For dynatrace-error: a part of the path below /e/{environment}.</summary>
    public string? Path { get; init; }

    /// <summary>For dynatrace-error, webhook-error and metric-unavailable: the HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>A network zone.</summary>
    public string? Zone { get; init; }

    /// <summary>The number of agents or machines; for rejected-messages, the number of messages. 1 by default.</summary>
    public int? Count { get; init; }

    /// <summary>A percentage of the machines, more than 0 and at most 100; rounded up.</summary>
    public double? Percent { get; init; }

    /// <summary>For apply-fails: 40 (undone) or 50 (needs a person).</summary>
    public int? ExitCode { get; init; }

    /// <summary>For gate-offline, machine-off and deleted-machines: how long it has already been away, in simulated hours.</summary>
    public double? Hours { get; init; }

    /// <summary>For clock-skew: how far the host's clock is ahead, in real seconds; negative means behind.</summary>
    public double? SkewSeconds { get; init; }

    /// <summary>For machines-join: the computer's host name; its resource's name when null.</summary>
    public string? HostName { get; init; }

    /// <summary>For agent-update and arc-agent: the version afterwards.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// For arc-agent: blocklist, allowlist, monitor or disabled, all of which block run commands; null blocks nothing. For lock:
    /// can-not-delete (the default), read-only or no-extensions. For metric-silent: empty (no series, the default) or null (a series of
    /// nulls).
    /// </summary>
    public string? Block { get; init; }

    /// <summary>For execution-state: TimedOut or Canceled.</summary>
    public string? State { get; init; }

    /// <summary>For tag: name=value.</summary>
    public string? Tag { get; init; }
}
