namespace TenantTokens.Rotations.Activities;

/// <summary>Which command is taken.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Number">The command's number.</param>
public sealed record TakeCommandInput(string RotationId, int Number);
