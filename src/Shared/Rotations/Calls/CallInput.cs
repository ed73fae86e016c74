namespace TenantTokens.Rotations.Calls;

/// <summary>The input for finishing or cancelling, or for finding out whether that took effect.</summary>
/// <param name="RotationId">The rotation's id.</param>
/// <param name="SettleTimePassed">
/// True when the token in force has been watched for long enough. If the outcome is still not known then, the rotation parks.
/// </param>
public sealed record CallInput(string RotationId, bool SettleTimePassed);
