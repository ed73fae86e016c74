using System.Globalization;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// Evaluates the machines in scope that no agent at Dynatrace claims, after their probes. A machine with a component of the environment is
/// a target. A machine that a probe found without one is listed. All machines that were not probed are one line among the targets; it is
/// accepted with an upper bound of their number, so that another machine does not void an approval. Pure.
/// </summary>
/// <param name="Targets">The targets, without machines that have no component, and with the line.</param>
/// <param name="Machines">All unclaimed machines, by name.</param>
/// <param name="Findings">The plan's findings about them.</param>
public sealed record UnclaimedMachines(
    IReadOnlyList<TargetRecord> Targets,
    IReadOnlyList<UnclaimedMachine> Machines,
    IReadOnlyList<PlanFinding> Findings)
{
    /// <summary>The code of the line.</summary>
    public const string Code = "unclaimed-machines";

    private const int MaxNames = 20;
    private static readonly string _lineId = TargetIdentity.IdOf(Component.OneAgent, Code);

    // What is left of an agent that was removed: nothing runs, and no command-line tool answers.
    private static readonly string[] _remains = ["no-service", "no-oneagentctl"];

    // The probe found that the OneAgent belongs to this environment, but something else prevents its rotation.
    private static readonly string[] _ours = ["no-key", OlderToken.Code, "service-unstartable", "service-unsettled", "marker-unreadable"];

    /// <summary>Whether a target is the line of unclaimed machines.</summary>
    public static bool IsLine(TargetRecord target) => target.TargetId == _lineId;

    /// <summary>
    /// Returns how many machines an approval for this number covers: a tenth more, rounded up to the next 1, 2 or 5 followed by zeros, and
    /// at least 10. 0 for 0.
    /// </summary>
    public static int Bound(int count)
    {
        if (count == 0)
        {
            return 0;
        }

        long wanted = count + ((count + 9L) / 10);
        for (long step = 10; ; step *= 10)
        {
            foreach (long bound in (long[])[step, 2 * step, 5 * step])
            {
                if (bound >= wanted)
                {
                    return (int)Math.Min(bound, int.MaxValue);
                }
            }
        }
    }

    /// <summary>Evaluates the probes of a plan.</summary>
    /// <param name="targets">The targets, probed.</param>
    /// <param name="others">Unclaimed machines that were not probed.</param>
    public static UnclaimedMachines Settle(IReadOnlyList<TargetRecord> targets, IReadOnlyList<UnclaimedMachine> others)
    {
        List<TargetRecord> kept = [];
        HashSet<string> asked = [.. MachinesOf(targets, isUnclaimed: true).Select(static machine => machine.Identity)];
        List<UnclaimedMachine> machines = [.. others.Where(other => !asked.Contains(other.Identity))];
        List<PlanFinding> findings = [];
        HashSet<string> found = [.. MachinesOf(targets, isUnclaimed: false).Select(static machine => machine.ResourceId)];
        foreach (TargetRecord target in targets.Where(static target => !IsLine(target)))
        {
            Machine? machine = target.Machine;
            if (!target.IsUnclaimed || machine is null)
            {
                kept.Add(target);
                continue;
            }

            // its probe must still be deleted
            kept.AddRange(target.Send is { DeletePending: true } ? [target with { IsUnclaimed = false }] : []);
            if (IsFound(target))
            {
                TargetRecord ours = target with { IsUnclaimed = false, IsFoundByProbe = true };
                kept.RemoveAll(other => other.TargetId == ours.TargetId);
                kept.Add(ours);
                findings.Add(FoundComponents.New(ours));
            }
            else if (target is { State: TargetState.Failed, Probe: not null } && target.Code is "not-installed" or "other-environment")
            {
                machines.AddRange(found.Contains(machine.ResourceId) ? [] : [Clear(target, machine)]);
            }
            else
            {
                machines.Add(NotLookedInto(target, machine));
                findings.AddRange(IsUnclear(target) ? [Unclear(target, machine)] : []);
            }
        }

        machines.Sort(ByName);
        findings.AddRange(OfClear(machines));
        return new([.. kept, .. Line(machines)], machines, findings);
    }

    /// <summary>Makes the line for the machines that were not probed; nothing when there are none.</summary>
    public static IEnumerable<TargetRecord> Line(IReadOnlyList<UnclaimedMachine> machines)
    {
        UnclaimedMachine[] unknown = [.. machines.Where(static machine => !machine.IsClear)];
        if (unknown is [])
        {
            return [];
        }

        string reasons = string.Join(
            ", ",
            unknown.GroupBy(static machine => machine.Reason, StringComparer.Ordinal)
                .OrderByDescending(static same => same.Count())
                .ThenBy(static same => same.Key, StringComparer.Ordinal)
                .Take(5)
                .Select(static same => string.Create(CultureInfo.InvariantCulture, $"{same.Count()}: {same.Key.TrimEnd('.')}")));
        return
        [
            new TargetRecord
            {
                TargetId = _lineId,
                Name = TargetIdentity.NameOf(Component.OneAgent, "unclaimed machines"),
                Component = Component.OneAgent,
                Agents = unknown.Length,
            }.MoveTo(
                TargetState.Uncovered,
                TargetCause.Discovered,
                Code,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{unknown.Length} machines in scope that no agent claims were not probed ({reasons}): {Names(unknown)}. An approval"
                        + $" covers up to {Bound(unknown.Length)}.")),
        ];
    }

    /// <summary>Returns the line when none of its machines is left.</summary>
    public static TargetRecord Emptied(TargetRecord line)
        => line.MoveTo(
            TargetState.Skipped,
            TargetCause.LineCounted,
            UncoveredCodes.Gone,
            "Every machine that no agent claims has been probed.") with
        {
            Agents = 0,
        };

    private static IEnumerable<Machine> MachinesOf(IReadOnlyList<TargetRecord> targets, bool isUnclaimed)
        => targets.Where(target => target.IsUnclaimed == isUnclaimed).Select(static target => target.Machine).OfType<Machine>();

    private static UnclaimedMachine Clear(TargetRecord target, Machine machine)
        => new(machine.Identity, machine.Name, machine.ResourceId, IsClear: true, target.Message ?? "");

    private static UnclaimedMachine NotLookedInto(TargetRecord target, Machine machine)
        => UnclaimedCandidates.NotLookedInto(
            machine, target.State is TargetState.Pending ? "Its probe was not sent." : target.Message ?? target.Code ?? "");

    /// <summary>Whether the probe found parts of a OneAgent and could not tell which environment they belong to.</summary>
    private static bool IsUnclear(TargetRecord target)
        => target is { State: TargetState.Failed, Probe: not null } && !_remains.Contains(target.Code);

    private static PlanFinding Unclear(TargetRecord target, Machine machine)
        => FoundComponents.Unclear(machine, new(Component.OneAgent, IsKnownToServe: false, target.Code ?? ""));

    private static int ByName(UnclaimedMachine left, UnclaimedMachine right)
        => string.CompareOrdinal(left.Name, right.Name) is var byName and not 0
            ? byName
            : string.CompareOrdinal(left.ResourceId, right.ResourceId);

    /// <summary>Makes the findings about the machines without a component of the environment.</summary>
    private static IEnumerable<PlanFinding> OfClear(List<UnclaimedMachine> machines)
    {
        UnclaimedMachine[] clear = [.. machines.Where(static machine => machine.IsClear)];
        string message = $"{clear.Length} machines in scope carry no component of this environment, as their probes show: {Names(clear)}.";
        return clear is [] ? [] : [new(PlanSeverity.Note, "machines-without-agent", null, message)];
    }

    private static bool IsFound(TargetRecord target)
        => target is { State: TargetState.Pending, Probe: not null }
            || (target is { State: TargetState.Failed, Probe: not null } && _ours.Contains(target.Code));

    private static string Names(UnclaimedMachine[] machines)
        => string.Join(", ", machines.Take(MaxNames).Select(static machine => machine.Name))
            + (machines.Length > MaxNames
                ? string.Create(CultureInfo.InvariantCulture, $" and {machines.Length - MaxNames} more, which the report lists")
                : "");
}
