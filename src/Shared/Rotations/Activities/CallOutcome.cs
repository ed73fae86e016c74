namespace TenantTokens.Rotations.Activities;

/// <summary>What came of finish or cancel.</summary>
/// <param name="IsDone">True when it took effect.</param>
/// <param name="Code">Else why, for machines.</param>
/// <param name="Message">Else why, for people.</param>
public sealed record CallOutcome(bool IsDone, string? Code = null, string? Message = null);
