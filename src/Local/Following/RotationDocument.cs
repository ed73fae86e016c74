using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;

namespace TenantTokens.Local.Following;

/// <summary>The output of <c>--json</c>: one document, at the end. Changes by addition only.</summary>
/// <param name="RotationId">The rotation's id.</param>
/// <param name="Environment">The environment's id.</param>
/// <param name="Phase">The rotation's phase.</param>
/// <param name="PlanHash">The hash of its plan; null before the plan was made.</param>
/// <param name="Targets">The number of targets in each state; they add up to total.</param>
/// <param name="DurationSeconds">Seconds from the request to the end, or until now.</param>
/// <param name="Report">The report's path; null when none was written.</param>
/// <param name="Hold">Why it is parked; null when it is not.</param>
/// <param name="World">For demo: the answer of <c>GET /world</c>; otherwise null.</param>
/// <param name="Notifications">The result of the last message through each channel.</param>
internal sealed record RotationDocument(
    string RotationId,
    string Environment,
    RotationPhase Phase,
    string? PlanHash,
    Coverage Targets,
    double DurationSeconds,
    string? Report,
    ParkReason? Hold = null,
    object? World = null,
    IReadOnlyList<ChannelState>? Notifications = null)
{
    /// <summary>The rotation's state in the same words as on the pages. They may change.</summary>
    public RotationWords? Words { get; init; }

    /// <summary>For status: who holds the claim on the environment, in words; otherwise null.</summary>
    public string? Claim { get; init; }

    private static readonly JsonSerializerOptions _indented = new(DurableJson.Options) { WriteIndented = true };

    /// <summary>Makes the document of a rotation.</summary>
    public static RotationDocument Of(RotationSnapshot snapshot, string? report, DateTimeOffset now, object? world = null) => new(
        snapshot.Rotation.RotationId,
        snapshot.Rotation.EnvironmentId,
        snapshot.Rotation.Phase,
        snapshot.Rotation.PlanHash,
        snapshot.Coverage,
        Math.Round(((snapshot.Rotation.EndedAt ?? now) - snapshot.Rotation.CreatedAt).TotalSeconds, 1),
        report,
        snapshot.Rotation.ParkReason,
        world,
        snapshot.Notifications)
    {
        Words = RotationWords.From(snapshot, now),
    };

    /// <summary>Writes the document as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _indented);
}
