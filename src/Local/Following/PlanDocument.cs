using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Following;

/// <summary>What <c>plan --json</c> prints.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="PlanHash">The plan.</param>
/// <param name="Problems">What blocks it.</param>
/// <param name="Warnings">What a person should know.</param>
/// <param name="Waves">The waves in order.</param>
/// <param name="Targets">The counts.</param>
/// <param name="LeftOut">Every target that will not be changed, and why.</param>
internal sealed record PlanDocument(
    string Environment, string? PlanHash, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings, IReadOnlyList<WaveRecord> Waves, Coverage Targets, IReadOnlyList<PlanDocument.Exclusion> LeftOut)
{
    private static readonly JsonSerializerOptions Indented = new(DurableJson.Options) { WriteIndented = true };

    /// <summary>The document of a plan.</summary>
    public static PlanDocument Of(RotationSnapshot snapshot) => new(
        snapshot.Rotation.EnvironmentId,
        snapshot.Plan?.Hash,
        snapshot.Plan?.Problems ?? [],
        snapshot.Plan?.Warnings ?? [],
        [.. snapshot.Waves.Where(static wave => wave.Action is TargetAction.Apply)],
        snapshot.Coverage,
        [.. snapshot.Targets.Where(static target => target.State is not TargetState.Pending).Select(static target => new Exclusion(target.Name, target.State, target.Code, target.Message))]);

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Indented);

    /// <summary>A target that will not be changed.</summary>
    internal sealed record Exclusion(string Name, TargetState State, string? Code, string? Message);
}
