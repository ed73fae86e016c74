namespace TenantTokens.Fleet.Targets;

/// <summary>Who was online before finish, in short. Changes by addition only.</summary>
/// <param name="At">When.</param>
/// <param name="Online">How many ActiveGates and OneAgents.</param>
public sealed record OnlineSnapshot(DateTimeOffset At, int Online);
