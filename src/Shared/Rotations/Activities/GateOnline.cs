namespace TenantTokens.Rotations.Activities;

/// <summary>Whether an ActiveGate is online.</summary>
/// <param name="IsOnline">What Dynatrace says.</param>
/// <param name="State">Where the target stands now.</param>
public sealed record GateOnline(bool IsOnline, TargetState State);
