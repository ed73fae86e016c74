namespace TenantTokens.Rotations.Activities;

/// <summary>The open gate. Kept in histories: changes by addition only.</summary>
/// <param name="GateId">Null when no gate is needed.</param>
/// <param name="HasWithdrawn">Whether people were told of a gate that was superseded and have not heard so yet.</param>
/// <param name="OpenedAt">When the gate was opened; null when no gate is needed.</param>
public sealed record OpenGateOutcome(string? GateId, bool HasWithdrawn = false, DateTimeOffset? OpenedAt = null);
