namespace TenantTokens.Dynatrace;

/// <summary>An ActiveGate as Dynatrace reports it. Nothing in it says which tenant token it uses.</summary>
/// <param name="Id">The ActiveGate's id, for example <c>0x3efdd091</c>.</param>
/// <param name="Hostname">The name of its host.</param>
/// <param name="Type">CLUSTER, ENVIRONMENT or ENVIRONMENT_MULTI.</param>
/// <param name="NetworkZone">Its network zone; "default" when Dynatrace names none.</param>
/// <param name="Group">Its group; "default" when Dynatrace names none.</param>
/// <param name="Containerized">True when it runs in a container, which no run command reaches.</param>
/// <param name="OfflineSince">When Dynatrace lost the connection; null while it is online.</param>
/// <param name="ConnectedHosts">The OneAgents connected to it.</param>
/// <param name="NetworkAddresses">Its IP addresses.</param>
/// <param name="Environments">The environments it serves.</param>
/// <param name="Version">For example <c>1.185.0.20200201-120000</c>.</param>
/// <param name="OsType">LINUX or WINDOWS.</param>
public sealed record ActiveGateInfo(
    string Id,
    string Hostname,
    string? Type,
    string NetworkZone,
    string Group,
    bool Containerized,
    DateTimeOffset? OfflineSince,
    int ConnectedHosts,
    IReadOnlyList<string> NetworkAddresses,
    IReadOnlyList<string> Environments,
    string? Version,
    string? OsType)
{
    /// <summary>True while it is connected to Dynatrace.</summary>
    public bool IsOnline => OfflineSince is null;

    /// <summary>True when it belongs to the Dynatrace cluster itself and not to the environment.</summary>
    public bool IsOfCluster => string.Equals(Type, "CLUSTER", StringComparison.OrdinalIgnoreCase);
}
