namespace TenantTokens.Rotations;

/// <summary>A move of a rotation from one phase to another. Stored in histories: changes by addition only.</summary>
/// <param name="RotationId">The rotation's id.</param>
/// <param name="From">The phase that it is expected to be in.</param>
/// <param name="To">The phase to move to.</param>
/// <param name="TakeCommand">The operator command that caused the move; null when none did.</param>
/// <param name="HoldCode">For Parked: the code of the reason.</param>
/// <param name="HoldMessage">For Parked: the reason for people.</param>
/// <param name="HoldInForce">For Parked: the fingerprint of the token in force; null when it was not read.</param>
public sealed record PhaseMove(
    string RotationId,
    RotationPhase From,
    RotationPhase To,
    int? TakeCommand = null,
    string? HoldCode = null,
    string? HoldMessage = null,
    string? HoldInForce = null);
