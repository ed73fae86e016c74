using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Plans;

/// <summary>Merges a reading of the fleet into a rotation's targets and writes what changed, with a line in the audit trail.</summary>
public sealed class FleetReconciliation(
    TargetLedger targets,
    ActiveGateRoster roster,
    UnclaimedCount unclaimed,
    FleetOptions options,
    AuditTrail audit,
    TimeProvider time)
{
    /// <summary>Writes the changes that a reading shows.</summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="fleet">The reading.</param>
    /// <param name="cancellationToken">Cancels between writes. The next run finds what was written as unchanged.</param>
    /// <returns>The changes.</returns>
    public async Task<FleetMerge.Result> WriteAsync(RotationRecord rotation, FleetReading fleet, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rotation);
        ArgumentNullException.ThrowIfNull(fleet);
        string rotationId = rotation.RotationId;
        DateTimeOffset now = time.GetUtcNow();
        FleetMerge.Result merge = FleetMerge.Merge(
            await targets.ListAsync(rotationId, cancellationToken), fleet, options.MinimumMachines, now);
        foreach (FleetChange change in merge.Changes)
        {
            await WriteAsync(rotationId, change, cancellationToken);
        }

        await roster.PutAsync(rotation.EnvironmentId, RememberedActiveGates.In(fleet, merge.Match, now), cancellationToken);
        await unclaimed.RenewAsync(rotationId, fleet, merge.Match, cancellationToken);
        if (merge.Withheld > 0)
        {
            await audit.AddAsync(
                rotationId,
                "leavers-withheld",
                AuditEvent.Product,
                $"{merge.Withheld} targets seem to be gone, but Azure shows only {fleet.Machines.Count} machines: are read rights"
                    + " missing? The targets stay in the plan.",
                cancellationToken);
        }

        return merge;
    }

    private async Task WriteAsync(string rotationId, FleetChange change, CancellationToken cancellationToken)
    {
        if (change.Before is not { } before)
        {
            await targets.PutAsync(rotationId, [change.After], cancellationToken);
        }
        else
        {
            // A command may have settled the target since it was read. Then only the facts about its machine and agent are updated.
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
        _ when change.Before is { CodeBefore: { } before } && before == change.After.Code => null, // not news: as before its retry
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
}
