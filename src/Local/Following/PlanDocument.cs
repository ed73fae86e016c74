using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Local.Following;

/// <summary>The output of <c>plan --json</c>. Changes by addition only.</summary>
/// <param name="Environment">The environment's id.</param>
/// <param name="PlanHash">The plan's hash; null when there is no plan.</param>
/// <param name="Problems">The problems that block the plan.</param>
/// <param name="Warnings">What people should know before the start.</param>
/// <param name="Waves">The waves in order.</param>
/// <param name="Targets">The number of targets in each state.</param>
/// <param name="LeftOut">Every target that will not be changed, and why.</param>
/// <param name="Findings">Everything that planning found, machine by machine.</param>
/// <param name="Estimate">How long the rotation takes, without the time for decisions; null when not known.</param>
/// <param name="Script">The hash of the host scripts.</param>
internal sealed record PlanDocument(
    string Environment,
    string? PlanHash,
    IReadOnlyList<string> Problems,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<WaveRecord> Waves,
    Coverage Targets,
    IReadOnlyList<PlanDocument.Exclusion> LeftOut,
    IReadOnlyList<PlanFinding> Findings,
    DurationEstimate? Estimate,
    string? Script)
{
    /// <summary>The machines in scope that no agent claims, and whether a probe found them without an agent.</summary>
    public IReadOnlyList<UnclaimedMachine> Unclaimed { get; init; } = [];

    private static readonly JsonSerializerOptions _indented = new(DurableJson.Options) { WriteIndented = true };

    /// <summary>Makes the document of a plan.</summary>
    public static PlanDocument Of(RotationSnapshot snapshot, IReadOnlyList<PlanFinding> findings) => new(
        snapshot.Rotation.EnvironmentId,
        snapshot.Plan?.Hash,
        [.. findings.Where(static finding => finding.Severity is PlanSeverity.Problem).Select(static finding => finding.ToString())],
        [.. findings.Where(static finding => finding.Severity is PlanSeverity.Warning).Select(static finding => finding.ToString())],
        [.. snapshot.Waves.Where(static wave => wave is { Action: TargetAction.Apply, CompletedAt: null })],
        snapshot.Coverage,
        [
            .. snapshot.Targets.Where(static target => target.State is not TargetState.Pending)
                .Select(static target => new Exclusion(target.Name, target.State, target.Code, target.Message, target.LastSeen)),
        ],
        findings,
        snapshot.Plan?.Estimate,
        snapshot.Plan?.Shape?.Scripts)
    {
        Unclaimed = snapshot.Unclaimed,
    };

    /// <summary>Writes the document as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _indented);

    /// <summary>A target that will not be rotated.</summary>
    internal sealed record Exclusion(string Name, TargetState State, string? Code, string? Message, DateTimeOffset? LastSeen = null);
}
