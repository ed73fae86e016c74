namespace TenantTokens.Rotations.Commands;

/// <summary>The command to take.</summary>
/// <param name="RotationId">The rotation's id.</param>
/// <param name="Number">The command's number.</param>
public sealed record OperatorCommandInput(string RotationId, int Number);
