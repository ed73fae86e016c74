namespace TenantTokens.Rotations.Activities;

/// <summary>The open gate.</summary>
/// <param name="GateId">Null when no gate is needed.</param>
public sealed record OpenGateOutcome(string? GateId);
