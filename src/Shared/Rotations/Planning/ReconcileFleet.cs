using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Planning;

/// <summary>
/// Reads machines and agents again and merges them into the rotation's targets: joiners are Pending, leavers Skipped, machines that came
/// back Pending again, machines that went off Unreachable. Waves are the caller's: joiners have none yet.
/// </summary>
public sealed class ReconcileFleet(
    RotationLedger rotations,
    TargetLedger targets,
    FleetReader reader,
    ActiveGateRoster roster,
    UnclaimedCount unclaimed,
    FleetOptions options,
    AuditTrail audit,
    TimeProvider time)
    : IActivity<string, ReconcileFleet.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("ReconcileFleet");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        FleetReading fleet = await reader.ReadAsync(rotation.EnvironmentId, cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        FleetMerge.Result merge = FleetMerge.Merge(await targets.ListAsync(input, cancellationToken), fleet, options.MinimumMachines, now);
        foreach (FleetChange change in merge.Changes)
        {
            await WriteAsync(input, change, cancellationToken);
        }

        await roster.PutAsync(rotation.EnvironmentId, RememberedActiveGates.In(fleet, merge.Match, now), cancellationToken);
        await unclaimed.RenewAsync(input, fleet, merge.Match, cancellationToken);
        if (merge.Withheld > 0)
        {
            await audit.AddAsync(
                input,
                "leavers-withheld",
                AuditEvent.Product,
                $"{merge.Withheld} targets seem to be gone, but Azure shows only {fleet.Machines.Count} machines: are read rights"
                    + " missing? The targets stay in the plan.",
                cancellationToken);
        }

        return new(
            merge.Count(FleetChangeKind.Joined, Component.ActiveGate),
            merge.Count(FleetChangeKind.Joined, Component.OneAgent),
            merge.Count(FleetChangeKind.Left),
            merge.Count(FleetChangeKind.Back),
            merge.Count(FleetChangeKind.WentOff),
            merge.Withheld);
    }

    private async Task WriteAsync(string rotationId, FleetChange change, CancellationToken cancellationToken)
    {
        if (change.Before is not { } before)
        {
            await targets.PutAsync(rotationId, [change.After], cancellationToken);
        }
        else
        {
            // A command may have settled it since it was read: then only what is known of its machine and agent changes.
            await targets.UpdateAsync(
                rotationId,
                before.TargetId,
                current => current.State == before.State && current.Send == before.Send ? change.After : WithFacts(current, change.After),
                cancellationToken);
        }

        if (EventOf(change) is { } code)
        {
            await audit.AddAsync(
                rotationId,
                code,
                AuditEvent.Product,
                $"{change.After.Name}: {change.After.State}{(change.After.Message is { } why ? $", {why}" : ".")}",
                cancellationToken);
        }
    }

    private static string? EventOf(FleetChange change) => change.Kind switch
    {
        _ when change.Before is { CodeBefore: { } before } && before == change.After.Code => null, // it was tried again, and is as it was
        FleetChangeKind.Joined => "joined",
        FleetChangeKind.Left => "left",
        FleetChangeKind.Back => "came-back",
        FleetChangeKind.WentOff => "went-off",
        _ => null,
    };

    private static TargetRecord WithFacts(TargetRecord current, TargetRecord seen)
        => current with
        {
            Machine = seen.Machine,
            AgentId = seen.AgentId,
            Pool = seen.Pool,
            ConnectedHosts = seen.ConnectedHosts,
            LastSeen = seen.LastSeen,
            RecreatedAt = seen.RecreatedAt,
        };

    /// <summary>How the fleet changed since the last look. Names stand in the ledger.</summary>
    /// <param name="JoinedActiveGates">ActiveGates that no target stood for: they go before any further OneAgent.</param>
    /// <param name="JoinedOneAgents">OneAgents that no target stood for.</param>
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
