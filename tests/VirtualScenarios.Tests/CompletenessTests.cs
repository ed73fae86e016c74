using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Reporting;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>
/// Nobody is forgotten: 200 machines of which 10 are off for 10 days, 5 have an agent that Dynatrace no longer lists, 3 have a dead
/// ActiveGate and 20 have no agent at all.
/// </summary>
public sealed class CompletenessTests
{
    private const int Bare = 20;
    private const int BareOff = 4;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Suite.IsFull ? 8 : 2)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Plan_gate_and_report_name_each_and_nobody_goes_dark_but_who_was_accepted_by_name(int seed)
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(time, machines: 200 - Bare, seed: seed);
            string[] agents =
            [
                .. scenario.World.Machines.Where(static machine => machine.Components is [{ Component: "oneagent", Online: true }])
                    .Select(static machine => machine.Name)
                    .OrderBy(name => Order(seed, name)),
            ];
            (string[] off, string[] unlisted) = (agents[..10], agents[10..15]);
            string[] dead = [$"gate-0{3 + (seed % 2)}", $"gate-0{5 + (seed / 2 % 2)}", "gate-07"];
            scenario.Plant(
            [
                .. off.Select(static name => new Fault(FaultKind.MachineOff) { Machine = name, Hours = 240 }),
                .. unlisted.Select(static name => new Fault(FaultKind.AgentUnlisted) { Machine = name }),
                .. dead.Select(static name => new Fault(FaultKind.GateOffline) { Machine = name, Hours = 5 }),
                new Fault(FaultKind.MachinesJoin) { Component = "none", Count = Bare },
            ]);
            string[] bare =
            [
                .. scenario.World.Machines.Where(static machine => machine.Components is []).Select(static machine => machine.Name),
            ];
            scenario.Plant([.. bare.Take(BareOff).Select(static name => new Fault(FaultKind.MachineOff) { Machine = name })]);
            await scenario.RotateAsync();

            RotationSnapshot asked = await scenario.UntilGateAsync(GateKind.Continue);
            await PlanNamesEachAsync(scenario, asked, off, unlisted, dead, bare);
            while (asked.Gate!.Kind is GateKind.Continue)
            {
                Assert.All(asked.Rest, item => Assert.Contains(item.Name, dead.Select(static name => $"activegate/{name}")));
                await scenario.DecideAsync(GateChoice.Skip);
                string decided = asked.Gate.GateId;
                asked = await scenario.UntilAsync(
                    seen => seen is { Gate: { } gate, GateOutcome: GateOutcome.Undecided } && gate.GateId != decided,
                    "the next gate is open");
            }

            string[] accepted = [.. asked.Rest.Select(static item => item.Name)];
            string[] expected =
            [
                .. off.Concat(unlisted).Select(static name => $"oneagent/{name}"),
                .. dead.Select(static name => $"activegate/{name}"),
                "oneagent/unclaimed machines",
                .. asked.Targets.Where(
                    static target => target.Name.Contains("-old-", StringComparison.Ordinal) || target.Code is UncoveredCodes.NotRunning)
                    .Select(static target => target.Name),
            ];
            Assert.Equal(expected.Distinct().Order(StringComparer.Ordinal), accepted.Order(StringComparer.Ordinal));
            await scenario.DecideAsync(GateChoice.Approve);
            RotationSnapshot end = await scenario.CompletedAsync();

            Assert.Equal(end.Coverage.Total, end.Coverage.Lines().SkipLast(1).Sum(static line => line.Count));
            await ReportNamesEachAsync(scenario, accepted, bare);
            NobodyIsDarkBut(scenario, accepted);
        });

    [Fact]
    public Task Where_they_are_only_listed_no_machine_is_probed_for_it_and_one_line_counts_them_all() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(
            time,
            machines: 24,
            static configuration => configuration["fleet"]!["unclaimedMachines"] = "list");
        string unlisted =
            scenario.World.Machines.First(static machine => machine.Components is [{ Component: "oneagent", Online: true }]).Name;
        scenario.Plant(
            new Fault(FaultKind.AgentUnlisted) { Machine = unlisted },
            new Fault(FaultKind.GateOffline) { Machine = "gate-03", Hours = 5 },
            new Fault(FaultKind.MachinesJoin) { Component = "none", Count = 2 });
        await scenario.RotateAsync();

        RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);

        ExceptionItem line = Assert.Single(gate.Rest, static item => item.Name == "oneagent/unclaimed machines");
        Assert.Equal(
            (UnclaimedMachines.Bound(4), true),
            (line.Count, line.Reason.Contains("4 machines in scope", StringComparison.Ordinal)));
        Assert.DoesNotContain(gate.Targets, static target => target.IsFoundByProbe);
        Assert.DoesNotContain(
            scenario.Commands,
            command => command.Machine == unlisted
                || command.Machine == "gate-03"
                || command.Machine.StartsWith("bare-", StringComparison.Ordinal));
        await scenario.DecideAsync(GateChoice.Approve);
        await scenario.CompletedAsync();
    });

    [Fact]
    public Task A_machine_with_an_ActiveGate_and_a_OneAgent_is_probed_once_and_both_are_rotated() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        scenario.Plant(new Fault(FaultKind.InstallOneAgent) { Machine = "gate-01" });
        await scenario.RotateAsync();

        RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);

        Assert.Equal(
            [TargetState.Rotated, TargetState.Rotated],
            gate.Targets.Where(static target => target.Machine?.Name == "gate-01").Select(static target => target.State));
        Assert.Equal(
            "oneagent",
            Assert.Single(scenario.Commands, static command => command is { Machine: "gate-01", Action: "probe" }).Component);
        await scenario.DecideAsync(GateChoice.Approve);
        await scenario.CompletedAsync();
        scenario.LostNothing();
    });

    private static async Task PlanNamesEachAsync(
        Scenario scenario,
        RotationSnapshot asked,
        string[] off,
        string[] unlisted,
        string[] dead,
        string[] bare)
    {
        IReadOnlyList<PlanFinding> findings = await scenario.Get<PlanLedger>()
            .ListFindingsAsync(scenario.RotationId, step: null, CancellationToken.None);
        IEnumerable<string?> Of(string code)
            => findings.Where(finding => finding.Code == code).Select(static finding => finding.Target).Order(StringComparer.Ordinal);

        Assert.DoesNotContain(findings, static finding => finding.Severity is PlanSeverity.Problem);
        Assert.Equal(
            dead.Select(static name => $"activegate/{name}")
                .Concat(unlisted.Select(static name => $"oneagent/{name}"))
                .Order(StringComparer.Ordinal),
            Of(FoundComponents.Code));
        Assert.Empty(off.Select(static name => $"oneagent/{name}").Except(Of(UncoveredCodes.NotRunning)));
        Assert.Equal(bare.Order(StringComparer.Ordinal), asked.Unclaimed.Select(static machine => machine.Name));
        Assert.Equal(bare.Take(BareOff), asked.Unclaimed.Where(static machine => !machine.IsClear).Select(static machine => machine.Name));
        TargetRecord line = Assert.Single(asked.Targets, UnclaimedMachines.IsLine);
        Assert.Equal(BareOff, line.Agents);

        // One target for each component of the environment, one for the agent whose host is gone, and the line.
        int components = scenario.World.Machines.Sum(
            static machine => machine.Components.Count(static component => component.Environment == "sim00001"));
        Assert.Equal(components + 2, asked.Coverage.Total);
        Assert.All(
            scenario.Commands.Where(static command => command.Action is "probe").GroupBy(static command => command.Machine),
            static probes => Assert.Single(probes));
    }

    private static async Task ReportNamesEachAsync(Scenario scenario, string[] accepted, string[] bare)
    {
        string report = await scenario.Get<RotationReport>().WriteAsync(scenario.RotationId, CancellationToken.None);
        Assert.All(accepted, name => Assert.Contains($"| {name} |", report, StringComparison.Ordinal));
        Assert.Contains(
            $"{Bare} machines in scope: {Bare - BareOff} carry no component of this environment, as their probes show; {BareOff} were not"
                + " probed.",
            report,
            StringComparison.Ordinal);
        Assert.All(
            bare,
            name => Assert.Contains(
                $"| {name} | {(bare.Take(BareOff).Contains(name) ? "no" : "yes, clear")} |",
                report,
                StringComparison.Ordinal));
    }

    private static void NobodyIsDarkBut(Scenario scenario, string[] accepted)
    {
        WorldSnapshot world = scenario.World;
        string active = world.Environments.Single(static environment => environment.Id == "sim00001").Active;
        IEnumerable<string> dark =
            from machine in world.Machines
            from component in machine.Components
            where component.Environment == "sim00001" && component.Loaded != active
            select $"{component.Component}/{machine.Name}";
        Assert.Empty(dark.Except(accepted));
        scenario.LostNothing([.. accepted.Select(static name => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..])]);
    }

    private static uint Order(int seed, string name)
        => name.Aggregate((uint)seed, static (sum, letter) => unchecked((sum * 2654435761) + letter));
}
