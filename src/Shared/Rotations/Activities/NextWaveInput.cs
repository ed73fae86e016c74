using TenantTokens.Fleet;

namespace TenantTokens.Rotations.Activities;

/// <summary>Asks for the wave that is next.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Component">Whose turn it is.</param>
/// <param name="Action">What it does; <see cref="NextRestore"/> gives the waves of a restore.</param>
public sealed record NextWaveInput(string RotationId, Component Component, TargetAction Action);
