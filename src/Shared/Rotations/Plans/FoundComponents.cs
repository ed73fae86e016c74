using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// Evaluates what the probes found beside the components that they were sent for: one probe reads its whole machine. A component without a
/// target, such as an ActiveGate that Dynatrace dropped two hours after it went silent, becomes one. A component that cannot be identified
/// blocks the plan by name. Pure.
/// </summary>
/// <param name="Targets">The targets, including those that were found.</param>
/// <param name="Findings">What was found, and what could not be identified.</param>
public sealed record FoundComponents(IReadOnlyList<TargetRecord> Targets, IReadOnlyList<PlanFinding> Findings)
{
    /// <summary>The code of a target that only a probe found.</summary>
    public const string Code = "found-by-probe";

    /// <summary>The step's name for its findings in the plan.</summary>
    public const string Step = "probes";

    private const string Truncated = "probe-report-truncated";

    private const string NotInstalled = "The probe of its machine found no component that serves this environment.";

    /// <summary>
    /// Selects the targets to probe: one on each machine. Where a machine has two, it is the OneAgent, because it reports its host id.
    /// </summary>
    public static IEnumerable<TargetRecord> OnePerMachine(IEnumerable<TargetRecord> targets)
        => targets
            .GroupBy(static target => target.Machine?.ResourceId ?? target.TargetId, StringComparer.OrdinalIgnoreCase)
            .Select(static machine => machine.FirstOrDefault(static target => target.Component is Component.OneAgent) ?? machine.First());

    /// <summary>Evaluates the results of a plan's probes.</summary>
    public static FoundComponents Settle(IReadOnlyList<TargetRecord> targets)
    {
        Dictionary<string, TargetRecord> settled = targets.ToDictionary(static target => target.TargetId, StringComparer.Ordinal);
        List<PlanFinding> findings = [];
        IEnumerable<TargetRecord> onMachines = targets.Where(static target => target.Machine is not null);
        foreach (IGrouping<string, TargetRecord> machine in onMachines.GroupBy(
            static target => target.Machine!.ResourceId, StringComparer.OrdinalIgnoreCase))
        {
            TargetRecord? probed = machine.FirstOrDefault(static target => target.Probe is not null)
                ?? machine.FirstOrDefault(static target => target.State is not TargetState.Pending);
            if (probed is null)
            {
                continue;
            }

            foreach (TargetRecord waiting in machine.Where(static target => target is { State: TargetState.Pending, Probe: null }))
            {
                settled[waiting.TargetId] = Companion(waiting, probed);
            }

            foreach (FoundComponent found in probed.Probe?.Beside?.Where(
                found => machine.All(target => target.Component != found.Component))
                ?? [])
            {
                if (!found.IsKnownToServe)
                {
                    findings.Add(Unclear(probed.Machine!, found));
                    continue;
                }

                TargetRecord target =
                    Told(FleetMatcher.Reach(found.Component, probed.Machine!, agentId: null), probed, found) with { IsFoundByProbe = true };
                settled[target.TargetId] = target;
                findings.Add(New(target));
            }
        }

        findings.AddRange(targets.Where(static target => target is { Machine: not null, Probe.Omitted: > 0 }).Select(Incomplete));
        return new([.. settled.Values], findings);
    }

    /// <summary>The finding for a target that only a probe found.</summary>
    public static PlanFinding New(TargetRecord target) => new(
        PlanSeverity.Warning,
        Code,
        target.Name,
        $"A probe found it on {target.Machine!.Name}, and Dynatrace lists no agent on that machine. It may come back with the token that"
            + $" it has, so it is treated like any other target.");

    /// <summary>The finding for a component of which it is not known whether it belongs to this environment.</summary>
    public static PlanFinding Unclear(Machine machine, FoundComponent found)
    {
        string name = TargetIdentity.NameOf(found.Component, machine.Name);
        return new(
            PlanSeverity.Problem,
            "component-not-identified",
            name,
            $"A probe found {name}, but cannot tell which environments it serves ({found.Code}). Repair or remove it, then plan again.");
    }

    /// <summary>Derives the state of a target without a probe of its own from the probe of its machine.</summary>
    private static TargetRecord Companion(TargetRecord waiting, TargetRecord probed)
    {
        if (probed.Probe is not { Beside: { } beside } probe)
        {
            // The machine did not answer, or its answer cannot be read.
            return probed.State is TargetState.Pending
                ? waiting
                : waiting.MoveTo(probed.State, TargetCause.ProbedWithItsMachine, probed.Code, probed.Message);
        }

        return beside.FirstOrDefault(found => found.Component == waiting.Component) is { } found
            ? Told(waiting, probed, found)
            : waiting.MoveTo(TargetState.Failed, TargetCause.ProbedWithItsMachine, "not-installed", NotInstalled) with
            {
                Probe = new(probe.At, probe.ClockSkewSeconds, Fingerprint: null, Version: null, HostId: null),
            };
    }

    private static TargetRecord Told(TargetRecord target, TargetRecord probed, FoundComponent found)
    {
        ProbeRecord probe = new(probed.Probe!.At, probed.Probe.ClockSkewSeconds, found.Fingerprint, found.Version, found.HostId);
        TargetVerdict verdict = Verdict(found);
        return target.MoveTo(verdict.State, TargetCause.ProbedWithItsMachine, verdict.Code, verdict.Message) with
        {
            Probe = probe,
            Stale = found.Stale,
            RunCommands = probed.RunCommands,
        };
    }

    private static TargetVerdict Verdict(FoundComponent found)
    {
        if (found.Outcome is not { } outcome)
        {
            return new(TargetState.Failed, found.Code, "The probe of its machine found it but could not read its configuration.");
        }

        string name = found.Component is Component.ActiveGate ? "activegate" : "oneagent";
        int exitCode = outcome switch { "probed" => 0, "notInstalled" => 10, "refused" => 30, _ => 40 };
        HostReport report = new(1, "probe", name, outcome, found.Code, found.Message ?? "", found.Fingerprint, Clock: 0);
        return TargetVerdict.From(new RunCommandResult.Completed(exitCode, report, ""), TargetAction.Probe, wanted: null);
    }

    private static PlanFinding Incomplete(TargetRecord target) => new(
        PlanSeverity.Problem,
        Truncated,
        target.Machine!.Name,
        $"The probe of {target.Machine.Name} found more than its report holds: {target.Probe!.Omitted} components or environments are"
            + $" left out, "
            + "so what else holds a token there is not known. Check the machine, then plan again.");
}
