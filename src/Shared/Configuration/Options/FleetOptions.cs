namespace TenantTokens.Configuration.Options;

/// <summary>Which machines belong to the fleet.</summary>
public sealed record FleetOptions
{
    /// <summary>Subscription ids; at least one. Resource Graph shows only what our identity may read in them.</summary>
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>
    /// A Resource Graph query in place of the built-in one; null for that. Must project id, name and
    /// kind ("vm" or "arc"), should project the built-in one's other columns, osType above all, and order by id.
    /// </summary>
    public string? Query { get; init; }

    /// <summary>
    /// How many machines there are at least. Fewer block the plan, because Resource Graph silently leaves out what our identity may not read.
    /// Default 0, which checks nothing; 0 to 1,000,000.
    /// </summary>
    public int MinimumMachines { get; init; }

    /// <summary>
    /// Images, templates and user data that carry a tenant token, by any name that people know. Nothing can find them, so they are in every plan as
    /// Uncovered: what starts from one with the old token is dark. Default none.
    /// </summary>
    public IReadOnlyList<string> GoldenImages { get; init; } = [];

    /// <summary>
    /// ActiveGates that are gone for good, by id or host name. One that was in an earlier plan and that Dynatrace lists no more blocks the plan until
    /// it is found or stands here. Default none.
    /// </summary>
    public IReadOnlyList<string> RetiredActiveGates { get; init; } = [];

    /// <summary>
    /// What a plan does about machines in scope that no agent at Dynatrace claims: an ActiveGate that was dropped from its list, or an agent that it forgot, may be
    /// on one. Default: those that run are probed, up to <see cref="UnclaimedProbes"/>; the others are one line that approvers accept.
    /// </summary>
    public UnclaimedMachinesPolicy UnclaimedMachines { get; init; }

    /// <summary>How many unclaimed machines a plan probes at most; those beyond are listed. Default 500; 0 to 20,000.</summary>
    public int UnclaimedProbes { get; init; } = 500;
}
