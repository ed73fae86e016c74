namespace TenantTokens.Rotations.Orchestration;

/// <summary>
/// The rotation that an orchestration drives, and how long it waits. It reads everything else from the ledger. Stored in histories: changes
/// by addition only.
/// </summary>
/// <param name="RotationId">The rotation's id.</param>
/// <param name="Waits">The policy's waits.</param>
/// <param name="SweepRounds">The number of sweep rounds that earlier orchestrations, whose histories were full, have made.</param>
public sealed record RotationInput(string RotationId, RotationWaits Waits, int SweepRounds = 0);
