using TenantTokens.Durable;
using TenantTokens.Fleet.Matching;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Planning;

/// <summary>
/// Reads machines and agents again and merges them into the rotation's targets: joiners become Pending, leavers Skipped, machines that came
/// back Pending again, machines that went off Unreachable. The caller plans the waves; joiners have none yet.
/// </summary>
public sealed class ReconcileFleet(RotationLedger rotations, FleetReader reader, FleetReconciliation reconciliation)
    : IActivity<string, ReconcileFleet.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("ReconcileFleet");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        FleetReading fleet = await reader.ReadAsync(rotation.EnvironmentId, cancellationToken);
        FleetMerge.Result merge = await reconciliation.WriteAsync(rotation, fleet, cancellationToken);
        return new(
            merge.Count(FleetChangeKind.Joined, Component.ActiveGate),
            merge.Count(FleetChangeKind.Joined, Component.OneAgent),
            merge.Count(FleetChangeKind.Left),
            merge.Count(FleetChangeKind.Back),
            merge.Count(FleetChangeKind.WentOff),
            merge.Withheld);
    }

    /// <summary>How the fleet changed since the last reading, in numbers. The ledger has the names.</summary>
    /// <param name="JoinedActiveGates">ActiveGates without a target so far. They are rotated before any further OneAgent.</param>
    /// <param name="JoinedOneAgents">OneAgents without a target so far.</param>
    /// <param name="Left">Targets that are Skipped because they are gone.</param>
    /// <param name="Back">Targets that can be reached again and are Pending, or whose reason has changed.</param>
    /// <param name="WentOff">Targets that were Pending and can no longer be reached.</param>
    /// <param name="Withheld">
    /// Targets that seem to be gone but stay, because the list of machines looks incomplete; a person should check.
    /// </param>
    public sealed record Result(
        int JoinedActiveGates,
        int JoinedOneAgents,
        int Left,
        int Back,
        int WentOff = 0,
        int Withheld = 0);
}
