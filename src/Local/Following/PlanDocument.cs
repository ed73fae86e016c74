using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Local.Following;

/// <summary>What <c>plan --json</c> prints. Changes by addition only.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="PlanHash">The plan.</param>
/// <param name="Problems">What blocks it.</param>
/// <param name="Warnings">What a person should know.</param>
/// <param name="Waves">The waves in order.</param>
/// <param name="Targets">The counts.</param>
/// <param name="LeftOut">Every target that will not be changed, and why.</param>
/// <param name="Findings">Everything that planning found, machine by machine.</param>
/// <param name="Estimate">How long it takes, without the time for decisions.</param>
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
    /// <summary>Machines in scope that no agent claims, and whether a probe found them clear.</summary>
    public IReadOnlyList<UnclaimedMachine> Unclaimed { get; init; } = [];

    private static readonly JsonSerializerOptions _indented = new(DurableJson.Options) { WriteIndented = true };

    /// <summary>The document of a plan.</summary>
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

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _indented);

    /// <summary>A target that will not be changed.</summary>
    internal sealed record Exclusion(string Name, TargetState State, string? Code, string? Message, DateTimeOffset? LastSeen = null);
}
