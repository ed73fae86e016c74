namespace TenantTokens.Simulator;

/// <summary>
/// Something that happens to the world, as POST /world/faults takes it. Each kind uses some of the values; the rest stay null. Where a kind
/// may hit many machines, they are named by <see cref="Machine"/>, or chosen by the seed: <see cref="Count"/> or <see cref="Percent"/> of
/// those that <see cref="Component"/>, <see cref="Zone"/> and <see cref="Subscription"/> leave.
/// </summary>
/// <param name="Kind">One of <see cref="FaultKind.All"/>.</param>
public sealed record Fault(string Kind)
{
    /// <summary>Any kind: it happens so many simulated seconds from now; at once when null. Its machines are chosen now.</summary>
    public double? AfterSeconds { get; init; }

    /// <summary>lose-answer, refuse-before, hold: the call that it hits; hold: any when null.</summary>
    public string? Call { get; init; }

    /// <summary>
    /// Which call, command or service start from now on it hits: 1, the next, by default. clock-skew: from the n-th command on; at once
    /// when null.
    /// </summary>
    public int? Nth { get; init; }

    /// <summary>hold: before or after the request's effect. gate-new-id: now, or at the ActiveGate's next start when left out.</summary>
    public string? When { get; init; }

    /// <summary>A Dynatrace environment; sim00001 by default.</summary>
    public string? Environment { get; init; }

    /// <summary>A machine's Azure name.</summary>
    public string? Machine { get; init; }

    /// <summary>activegate or oneagent; machines-join: also none, for machines without either.</summary>
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

    /// <summary>machine-off: the machines come back by themselves; throttle: every call until then. Simulated seconds.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>
    /// move-by-hand, re-image, agent-update, machines-join: new (the token in force) or old (the one before; the same while none was
    /// rotated).
    /// </summary>
    public string? Token { get; init; }

    /// <summary>dynatrace-error: a part of the path below /e/{environment}.</summary>
    public string? Path { get; init; }

    /// <summary>dynatrace-error, webhook-error, metric-unavailable: the HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>A network zone.</summary>
    public string? Zone { get; init; }

    /// <summary>How many agents or machines; rejected-messages: how many messages. 1 by default.</summary>
    public int? Count { get; init; }

    /// <summary>A share of the machines, more than 0 and at most 100; rounded up.</summary>
    public double? Percent { get; init; }

    /// <summary>apply-fails: 40 (put back) or 50 (needs a human).</summary>
    public int? ExitCode { get; init; }

    /// <summary>gate-offline, machine-off, deleted-machines: for how many simulated hours it has been away already.</summary>
    public double? Hours { get; init; }

    /// <summary>clock-skew: how far the clock of the host is ahead, real seconds; negative = behind.</summary>
    public double? SkewSeconds { get; init; }

    /// <summary>machines-join: what the new computer calls itself; its resource's name when null.</summary>
    public string? HostName { get; init; }

    /// <summary>agent-update, arc-agent: the version afterwards.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// arc-agent: blocklist, allowlist, monitor or disabled, all of which keep run commands out; none otherwise. lock: can-not-delete (the
    /// default), read-only or no-extensions. metric-silent: empty (no series, the default) or null (a series of nulls).
    /// </summary>
    public string? Block { get; init; }

    /// <summary>execution-state: TimedOut or Canceled.</summary>
    public string? State { get; init; }

    /// <summary>tag: name=value.</summary>
    public string? Tag { get; init; }
}
