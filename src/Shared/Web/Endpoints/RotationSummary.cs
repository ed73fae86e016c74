using TenantTokens.Rotations;

namespace TenantTokens.Web.Endpoints;

/// <summary>A rotation in the API's lists. Changes by addition only.</summary>
internal sealed record RotationSummary(
    string RotationId,
    string Environment,
    RotationPhase Phase,
    bool Paused,
    bool Emergency,
    string RequestedBy,
    string? Reason,
    string? PlanHash,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    ParkReason? Hold)
{
    /// <summary>Makes the summary from a rotation's row.</summary>
    public static RotationSummary From(RotationRecord rotation) => new(
        rotation.RotationId,
        rotation.EnvironmentId,
        rotation.Phase,
        rotation.Paused,
        rotation.Emergency,
        rotation.RequestedBy,
        rotation.Reason,
        rotation.PlanHash,
        rotation.CreatedAt,
        rotation.EndedAt,
        rotation.ParkReason);
}
