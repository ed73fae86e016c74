using TenantTokens.Rotations.Reading;

namespace TenantTokens.Simulation.Words;

/// <summary>What sentences are compared with.</summary>
/// <param name="Snapshot">What the ledger says.</param>
/// <param name="Truth">What Dynatrace took.</param>
/// <param name="Now">When.</param>
internal sealed record Situation(RotationSnapshot Snapshot, TokenTruth Truth, DateTimeOffset Now);
