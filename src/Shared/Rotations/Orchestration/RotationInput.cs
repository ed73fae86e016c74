namespace TenantTokens.Rotations.Orchestration;

/// <summary>
/// Which rotation an orchestration drives, and how long it waits. Everything else it reads from the ledger. Kept in histories: changes by
/// addition only.
/// </summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Waits">The policy's waits.</param>
/// <param name="SweepRounds">The sweep's rounds that orchestrations whose histories were full have made.</param>
public sealed record RotationInput(string RotationId, RotationWaits Waits, int SweepRounds = 0);
