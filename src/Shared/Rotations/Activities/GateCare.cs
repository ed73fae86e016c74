namespace TenantTokens.Rotations.Activities;

/// <summary>When a gate is to be looked after again. Kept in histories: changes by addition only.</summary>
/// <param name="Wait">How long there is nothing to tell; more than zero.</param>
public sealed record GateCare(TimeSpan Wait);
