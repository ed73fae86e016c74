namespace TenantTokens.RunCommand;

/// <summary>One service of a component, as the host script last saw it.</summary>
/// <param name="Name">The name of the systemd unit or Windows service.</param>
/// <param name="State">active, inactive, failed or unknown.</param>
/// <param name="StartedAt">When it was started, in Unix seconds; 0 when not known or not running.</param>
public sealed record HostService(string Name, string State, long StartedAt);
