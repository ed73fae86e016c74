namespace TenantTokens.Fleet.Targets;

/// <summary>A summary of the agents that were online before finish. Changes by addition only.</summary>
/// <param name="At">When the list was read (UTC).</param>
/// <param name="Online">How many ActiveGates and OneAgents were online.</param>
public sealed record OnlineSnapshot(DateTimeOffset At, int Online);
