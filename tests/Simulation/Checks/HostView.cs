using TenantTokens.Fleet.Targets;

namespace TenantTokens.Simulation.Checks;

/// <summary>A component on a host, as it really is.</summary>
/// <param name="Name">
/// oneagent/ or activegate/, and the machine's name at Azure; the ledger's targets have the host's name in its place.
/// </param>
/// <param name="HostName">What the computer calls itself.</param>
/// <param name="IsOn">The machine is on.</param>
/// <param name="Runs">Its main service is active.</param>
/// <param name="Loaded">The token that it loaded; null while it runs with none.</param>
/// <param name="IsAccepted">The environment takes that token now.</param>
/// <param name="DarkSince">Since when it runs with a token that nobody takes; null while it does not.</param>
/// <param name="Joined">When it joined; null for what was there from the beginning.</param>
internal sealed record HostView(
    string Name,
    string HostName,
    bool IsOn,
    bool Runs,
    string? Loaded,
    bool IsAccepted,
    DateTimeOffset? DarkSince = null,
    DateTimeOffset? Joined = null)
{
    /// <summary>A heartbeat with the token that it has loaded was accepted, at some time.</summary>
    public bool WasAccepted { get; init; } = true;

    /// <summary>
    /// Since when every heartbeat of its was accepted, without a stop of the service in between; null while that is not so.
    /// </summary>
    public DateTimeOffset? OnlineSince { get; init; }

    /// <summary>Since when its main service does not run; null while it does.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>When people last turned the machine off; null when nobody did.</summary>
    public DateTimeOffset? TurnedOffAt { get; init; }

    /// <summary>Dynatrace had dropped it before the rotation began: no list names it before it runs again.</summary>
    public bool WasUnlisted { get; init; }

    /// <summary>Somebody else than we wrote its token or stopped its services during the run.</summary>
    public bool IsTouchedByPeople { get; init; }

    /// <summary>
    /// Whether a target stands for it. Where a machine was cloned, two targets have one name, but each has a machine of its own.
    /// </summary>
    public bool Is(TargetRecord target)
        => Name == (target.Machine is { } machine
            ? $"{target.Name[..target.Name.IndexOf('/', StringComparison.Ordinal)]}/{machine.Name}"
            : target.Name);
}
