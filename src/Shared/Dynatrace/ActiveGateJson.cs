namespace TenantTokens.Dynatrace;

/// <summary>An ActiveGate as it is transferred; every field may be missing.</summary>
internal sealed record ActiveGateJson(
    string? Id,
    string? Hostname,
    string? Type,
    string? MainEnvironment,
    string? NetworkZone,
    string? Group,
    bool? Containerized,
    long? OfflineSince,
    ActiveGateJson.HostCount? ConnectedHosts,
    IReadOnlyList<string>? NetworkAddresses,
    IReadOnlyList<string>? Environments,
    string? Version,
    string? OsType)
{
    /// <exception cref="DynatraceApiException">It has no id.</exception>
    public ActiveGateInfo ToInfo() => new(
        Id ?? throw new DynatraceApiException(200, "an ActiveGate without an id"),
        Hostname ?? Id,
        Type,
        NetworkZone is { Length: > 0 } zone ? zone : "default",
        Group is { Length: > 0 } group ? group : "default",
        Containerized ?? false,
        OfflineSince is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null,
        ConnectedHosts?.Number ?? 0,
        NetworkAddresses ?? [],
        Environments ?? (MainEnvironment is null ? [] : [MainEnvironment]),
        Version,
        OsType);

    internal sealed record HostCount(int? Number);

    internal sealed record List(IReadOnlyList<ActiveGateJson>? ActiveGates);
}
