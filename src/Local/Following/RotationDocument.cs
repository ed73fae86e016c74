using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;

namespace TenantTokens.Local.Following;

/// <summary>What <c>--json</c> prints: one document, at the end. Changes by addition only.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="PlanHash">Its plan.</param>
/// <param name="Targets">The counts; they add up to total.</param>
/// <param name="DurationSeconds">From the request to the end, or until now.</param>
/// <param name="Report">The report's path.</param>
/// <param name="Hold">Why it is parked.</param>
/// <param name="World">demo only: what <c>GET /world</c> says.</param>
/// <param name="Notifications">What came of the last message over each channel.</param>
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
    /// <summary>Where it stands, in the words of every other surface: they may change.</summary>
    public RotationWords? Words { get; init; }

    /// <summary>status only: who holds the claim on the environment, in words.</summary>
    public string? Claim { get; init; }

    private static readonly JsonSerializerOptions _indented = new(DurableJson.Options) { WriteIndented = true };

    /// <summary>The document of a rotation.</summary>
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

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _indented);
}
