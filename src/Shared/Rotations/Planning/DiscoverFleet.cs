using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Planning;

/// <summary>Reads the fleet from Azure and Dynatrace, matches both, and writes the targets and the wave that probes them.</summary>
public sealed class DiscoverFleet(
    RotationLedger rotations,
    TargetLedger targets,
    PlanLedger plans,
    WaveWriter waves,
    FleetReader reader,
    FleetMemory memory,
    FleetOptions options,
    AuditTrail audit,
    TimeProvider time) : IActivity<string, int>
{
    /// <summary>The step's name for its findings in the plan.</summary>
    public const string Step = "discovery";

    /// <summary>The registered name.</summary>
    public static ActivityName<string, int> Name { get; } = new("DiscoverFleet");

    /// <summary>Returns the number of the probe wave.</summary>
    public async Task<int> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        string environmentId = rotation.EnvironmentId;
        FleetReading fleet = await reader.ReadAsync(
            environmentId, cancellationToken, await memory.ListMachinesAsync(environmentId, cancellationToken));
        FleetMatch match = FleetMatcher.Match(fleet);
        (IReadOnlyList<TargetRecord> remembered, IReadOnlyList<PlanFinding> findings)
            = await memory.RecallAsync(environmentId, fleet, match, cancellationToken);
        TargetRecord[] claimed =
        [
            .. match.Targets,
            .. match.Candidates.Where(candidate => remembered.All(target => target.TargetId != candidate.TargetId)),
            .. remembered,
        ];
        UnclaimedCandidates unclaimed = UnclaimedCandidates.From(fleet.Machines, claimed, options);
        TargetRecord[] found = await WithSendsAsync(
            input, claimed.Concat(unclaimed.Probed).Concat(options.GoldenImages.Select(GoldenImage)), cancellationToken);
        await targets.ReplaceAllAsync(input, found, cancellationToken);
        await plans.PutFindingsAsync(
            input,
            Step,
            [.. TooFew(fleet.Machines.Count), .. OutOfScope(match), .. EarlierIds(match, fleet), .. findings],
            cancellationToken);
        await plans.PutUnclaimedAsync(input, unclaimed.Others, cancellationToken);
        await plans.PutFindingsAsync(input, FoundComponents.Step, [], cancellationToken);
        await waves.SupersedeAsync(input, time.GetUtcNow(), cancellationToken);
        string read = $"{fleet.Machines.Count} machines, {fleet.ActiveGates.Count} ActiveGates and {fleet.Agents.Count} OneAgents make"
            + $" {found.Length - match.Candidates.Count - unclaimed.Probed.Count} targets;"
            + $" {match.Candidates.Count} more machines are probed to tell agents apart,"
            + $" {unclaimed.Probed.Count} because no agent claims them.";
        await audit.AddAsync(input, "fleet-read", AuditEvent.Product, read, cancellationToken);
        TargetRecord[] probes = [.. FoundComponents.OnePerMachine(found.Where(static target => target.State is TargetState.Pending))];
        return await waves.AddAsync(input, TargetAction.Probe, null, isCanary: false, generation: 0, probes, cancellationToken);
    }

    /// <summary>What was sent before stays recorded: a command that is still on its machine must be followed, not sent again.</summary>
    private async Task<TargetRecord[]> WithSendsAsync(
        string rotationId, IEnumerable<TargetRecord> found, CancellationToken cancellationToken)
    {
        Dictionary<string, TargetRecord> known = (await targets.ListAsync(rotationId, cancellationToken))
            .ToDictionary(static target => target.TargetId);
        return
        [
            .. found.Select(target => known.TryGetValue(target.TargetId, out TargetRecord? before)
                ? target with { Send = before.Send, LeftBehind = before.LeftBehind }
                : target),
        ];
    }

    private static TargetRecord GoldenImage(string name)
        => FleetMatcher.Uncovered(
            Component.OneAgent,
            $"image {name}",
            $"golden-image {name}",
            UncoveredCodes.GoldenImage,
            Remedy.GoldenImage) with { AgentId = null };

    private IEnumerable<PlanFinding> TooFew(int machines)
        => machines >= options.MinimumMachines
            ? []
            :
            [
                new(
                    PlanSeverity.Problem,
                    "too-few-machines",
                    null,
                    $"Azure shows {machines} machines, but fleet.minimumMachines is {options.MinimumMachines}. If read rights are missing,"
                        + " check the identity's role in every subscription of the fleet."),
            ];

    private static IEnumerable<PlanFinding> EarlierIds(FleetMatch match, FleetReading fleet)
        => from activeGate in fleet.ActiveGates
           where match.Ghosts.ContainsKey(activeGate.Id)
           select new PlanFinding(
               PlanSeverity.Note,
               "earlier-activegate-id",
               TargetIdentity.NameOf(Component.ActiveGate, activeGate.Hostname),
               $"{activeGate.Id} is an earlier id of {match.Ghosts[activeGate.Id]}, which is online with the same host name and"
                   + " addresses. The earlier id is left out.");

    private static IEnumerable<PlanFinding> OutOfScope(FleetMatch match)
        => match.OutOfScope.Select(static host => new PlanFinding(
            PlanSeverity.Note,
            "cluster-activegate",
            TargetIdentity.NameOf(Component.ActiveGate, host),
            "Belongs to the Dynatrace cluster itself (type CLUSTER). It is out of scope, and the rotation does not change it."));
}
