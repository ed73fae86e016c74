namespace TenantTokens.Rotations.Commands;

/// <summary>Which command is taken.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Number">The command's number.</param>
public sealed record OperatorCommandInput(string RotationId, int Number);
