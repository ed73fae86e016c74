using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// Updates the target that represents the unclaimed machines while a rotation is open. A machine that a probe found without an agent stays
/// so.
/// </summary>
public sealed class UnclaimedCount(TargetLedger targets, PlanLedger plans, FleetOptions options, AuditTrail audit)
{
    private const string AuditCode = "unclaimed-machines";

    /// <summary>Counts the unclaimed machines again.</summary>
    /// <param name="rotationId">The rotation's id.</param>
    /// <param name="fleet">The present readings of Azure and Dynatrace.</param>
    /// <param name="match">The match of both.</param>
    /// <param name="cancellationToken">Cancels between writes.</param>
    public async Task RenewAsync(string rotationId, FleetReading fleet, FleetMatch match, CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(rotationId, cancellationToken);
        IReadOnlyList<UnclaimedMachine> before = await plans.ListUnclaimedAsync(rotationId, cancellationToken);
        Dictionary<string, UnclaimedMachine> known = new(StringComparer.OrdinalIgnoreCase);
        foreach (UnclaimedMachine machine in before)
        {
            known[machine.Identity] = machine;
        }

        UnclaimedMachine[] open =
        [
            .. UnclaimedCandidates.Unclaimed(fleet.Machines, [.. match.Targets, .. match.Candidates, .. all], options)
                .Select(machine => known.GetValueOrDefault(machine.Identity)
                    ?? UnclaimedCandidates.NotLookedInto(machine, "It appeared after the plan was made."))
                .Where(static machine => !machine.IsClear),
        ];
        UnclaimedMachine[] now =
        [
            .. before.Where(static machine => machine.IsClear)
                .Concat(open)
                .OrderBy(static machine => machine.Name, StringComparer.Ordinal)
                .ThenBy(static machine => machine.ResourceId, StringComparer.Ordinal),
        ];
        if (!now.SequenceEqual(before))
        {
            await plans.PutUnclaimedAsync(rotationId, now, cancellationToken);
        }

        await WriteLineAsync(
            rotationId,
            all.FirstOrDefault(UnclaimedMachines.IsLine),
            UnclaimedMachines.Line(open).SingleOrDefault(),
            cancellationToken);
    }

    private async Task WriteLineAsync(string rotationId, TargetRecord? line, TargetRecord? now, CancellationToken cancellationToken)
    {
        if (line is null && now is not null)
        {
            await targets.PutAsync(rotationId, [now], cancellationToken);
        }
        else if (line is not null)
        {
            await targets.UpdateAsync(rotationId, line.TargetId, current => Renewed(current, now), cancellationToken);
        }

        if (UnclaimedMachines.Bound(now?.Agents ?? 0) is var bound && bound != UnclaimedMachines.Bound(line?.Agents ?? 0))
        {
            string detail = now?.Message ?? "Every machine that no agent claims has been probed.";
            await audit.AddAsync(rotationId, AuditCode, AuditEvent.Product, detail, cancellationToken);
        }
    }

    /// <summary>Returns the updated target. One that a person left out stays left out, with the new count.</summary>
    private static TargetRecord Renewed(TargetRecord line, TargetRecord? now)
        => now is null ? (line.IsGone ? line : UnclaimedMachines.Emptied(line))
            : line is { State: TargetState.Skipped, IsGone: false } ? line with { Agents = now.Agents }
            : line.MoveTo(now.State, TargetCause.LineCounted, now.Code, now.Message) with { Agents = now.Agents };
}
