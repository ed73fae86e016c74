using TenantTokens.Rotations;

namespace TenantTokens.Ledger;

/// <summary>A target as it was read.</summary>
/// <param name="RotationId">Its rotation.</param>
/// <param name="Target">The target.</param>
/// <param name="ETag">Which version of its row that is.</param>
public sealed record TargetRow(string RotationId, TargetRecord Target, string ETag);
