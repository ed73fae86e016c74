namespace TenantTokens.Rotations;

/// <summary>A move between phases. Kept in histories: changes by addition only.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="From">The phase it is in.</param>
/// <param name="To">The phase it shall be in.</param>
/// <param name="TakeCommand">The command that led to it.</param>
/// <param name="HoldCode">Parked: why, for machines.</param>
/// <param name="HoldMessage">Parked: why, for people.</param>
/// <param name="HoldInForce">Parked: the fingerprint of the token in force, when it was read.</param>
public sealed record PhaseMove(
    string RotationId,
    RotationPhase From,
    RotationPhase To,
    int? TakeCommand = null,
    string? HoldCode = null,
    string? HoldMessage = null,
    string? HoldInForce = null);
