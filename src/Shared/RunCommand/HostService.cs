namespace TenantTokens.RunCommand;

/// <summary>One service of a component, as the host script saw it last.</summary>
/// <param name="Name">The unit's or service's name.</param>
/// <param name="State">active, inactive, failed or unknown.</param>
/// <param name="StartedAt">When it was started, Unix seconds; 0 when it is not known or not running.</param>
public sealed record HostService(string Name, string State, long StartedAt);
