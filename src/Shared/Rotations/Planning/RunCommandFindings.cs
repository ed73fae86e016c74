using System.Globalization;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Planning;

/// <summary>
/// Warns about run commands on machines, as the probes found them: no room for more, or none can be deleted. A pure function.
/// </summary>
public static class RunCommandFindings
{
    private const int MaxNames = 5;

    /// <summary>Returns the findings about probed targets.</summary>
    public static IEnumerable<PlanFinding> From(IReadOnlyList<TargetRecord> targets) =>
    [
        .. targets
            .Where(static target => target is { Machine.Kind: MachineKind.VirtualMachine, RunCommands.IsNearLimit: true })
            .DistinctBy(static target => target.Machine!.ResourceId)
            .Select(NearLimit),
        .. targets
            .Where(static target => target is { Machine: not null, Send: { DeletePending: true, DeleteProblem: not null } })
            .GroupBy(static target => target.Send!.DeleteProblem!, StringComparer.Ordinal)
            .OrderBy(static refused => refused.Key, StringComparer.Ordinal)
            .Select(Kept),
    ];

    private static PlanFinding NearLimit(TargetRecord target)
    {
        RunCommandCount count = target.RunCommands!;
        return new(
            PlanSeverity.Warning,
            "run-commands-near-limit",
            target.Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{target.Machine!.Name} has {count.All} of {RunCommandCount.Limit} managed run commands, {count.Ours} of them from this"
                    + $" program (names that start with {RunCommandName.Prefix}): Azure may refuse those of a rotation. Delete run"
                    + $" commands that are no longer needed."));
    }

    private static PlanFinding Kept(IGrouping<string, TargetRecord> refused)
    {
        string[] names =
        [
            .. refused.Select(static target => target.Machine!.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        string more = names.Length > MaxNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Length - MaxNames} more") : "";
        return new(
            PlanSeverity.Warning,
            "run-commands-stay",
            null,
            $"Azure does not delete the probes' run commands of {string.Join(", ", names.Take(MaxNames))}{more}"
                + $" ({refused.Key.TrimEnd('.')}). Those of a rotation would stay too, with a token in their protected parameters. Remove"
                + $" the cause first.");
    }
}
