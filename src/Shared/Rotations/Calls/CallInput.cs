namespace TenantTokens.Rotations.Calls;

/// <summary>Asks to finish or to cancel, or to look what became of it.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="SettleTimePassed">True when the token in force has been looked at for long enough: then what is open is held.</param>
public sealed record CallInput(string RotationId, bool SettleTimePassed);
