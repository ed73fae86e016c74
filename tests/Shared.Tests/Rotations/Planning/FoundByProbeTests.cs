using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Planning;

/// <summary>What only the probe of a machine tells, in a plan.</summary>
public sealed class FoundByProbeTests : PlanningTest
{
    [Fact]
    public async Task A_gate_that_dropped_out_of_the_list_is_still_in_the_next_plan()
    {
        await _driver.Is(Small).PlanAsync();
        RotationRecord there = await _driver.Is(Small with { ActiveGates = [Small.ActiveGates[0]] }).PlanAsync();
        Assert.Contains("activegate/gw-2 Pending", await _driver.StatesAsync(there));

        RotationRecord gone = await _driver.Is(Small with
        {
            ActiveGates = [Small.ActiveGates[0]],
            Machines = [.. Small.Machines.Where(static machine => machine.Name != "gw-2")],
        }).PlanAsync();
        Assert.Contains("activegate/gw-2 Uncovered", await _driver.StatesAsync(gone));
        Assert.Contains(
            "fleet.retiredActiveGates",
            (await _driver.FindingsAsync(gone, PlanSeverity.Problem)).Single().Message,
            StringComparison.Ordinal);

        _driver.Options = _driver.Options with { RetiredActiveGates = ["gw-2"] };
        RotationRecord retired = await _driver.PlanAsync();
        Assert.DoesNotContain(await _driver.StatesAsync(retired), static state => state.Contains("gw-2", StringComparison.Ordinal));
        Assert.Empty(await _driver.FindingsAsync(retired, PlanSeverity.Problem));
    }

    [Fact]
    public async Task A_gate_that_is_not_listed_and_not_installed_any_more_is_forgotten()
    {
        await _driver.Is(Small).PlanAsync();
        RotationRecord rotation = await _driver.Is(Small with { ActiveGates = [Small.ActiveGates[0]] })
            .PlanAsync(probe: static target => target.Name == "activegate/gw-2"
                ? target with { State = TargetState.Failed, Code = "not-installed" }
                : target);

        Assert.DoesNotContain(await _driver.StatesAsync(rotation), static state => state.Contains("gw-2", StringComparison.Ordinal));
        Assert.Equal(["0x1"], (await _driver.Roster.ListAsync("sim00001", Stop)).Select(static gate => gate.AgentId));
        Assert.Equal(1, await _driver.AuditedAsync(rotation, "activegate-forgotten"));
    }

    [Fact]
    public async Task A_dead_ActiveGate_that_only_the_probe_of_its_machine_finds_is_in_the_waves_and_goes_after_those_that_Dynatrace_sees()
    {
        RotationRecord rotation = await _driver.Is(Small)
            .PlanAsync(probe: static target => target.Name == "oneagent/web-1"
                ? target with { Probe = target.Probe! with { Beside = [DeadGate(target)] } }
                : target);

        TargetRecord gate = Assert.Single(
            await _driver.Targets.ListAsync(rotation.RotationId, Stop),
            static target => target.IsFoundByProbe);
        Assert.Equal(("activegate/web-1", TargetState.Pending), (gate.Name, gate.State));
        Assert.Contains(
            await _driver.FindingsAsync(rotation, PlanSeverity.Warning),
            static finding => finding is { Code: FoundComponents.Code, Target: "activegate/web-1" });
        WaveRecord[] waves =
        [
            .. (await _driver.Plans.ListWavesAsync(rotation.RotationId, Stop))
                .Where(static wave => wave is { Action: TargetAction.Apply, Component: Component.ActiveGate, CompletedAt: null }),
        ];
        Assert.Equal([1, 2], waves.Select(static wave => wave.Targets));
        Assert.DoesNotContain(
            await _driver.Plans.ListSegmentsAsync(rotation.RotationId, waves[0].Number, Stop).ToArrayAsync(Stop),
            segment => segment.TargetIds.Contains(gate.TargetId));
        Assert.NotEqual((await _driver.PlanAsync()).PlanHash, rotation.PlanHash);
    }

    [Fact]
    public async Task One_that_carries_another_token_than_the_one_in_force_is_told_as_such()
    {
        RotationRecord rotation = await _driver.Is(Small)
            .PlanAsync(probe: static target => target.Name == "oneagent/web-1"
                ? target with { Probe = target.Probe! with { Beside = [DeadGate(target) with { Fingerprint = "0123456789abcdef" }] } }
                : target);
        TargetRecord gate = Assert.Single(
            await _driver.Targets.ListAsync(rotation.RotationId, Stop),
            static target => target.IsFoundByProbe);
        Assert.Equal((TargetState.Failed, OlderToken.Code, "0123456789abcdef"), (gate.State, gate.Code, gate.OtherFingerprint));
    }

    [Fact]
    public async Task A_truncated_report_and_a_component_that_cannot_be_identified_block_the_plan()
    {
        RotationRecord rotation = await _driver.Is(Small).PlanAsync(probe: static target => target.Name switch
        {
            "oneagent/web-1" => target with { Probe = target.Probe! with { Omitted = 2 } },
            "oneagent/web-2"
                => target with { Probe = target.Probe! with { Beside = [new(Component.ActiveGate, IsKnownToServe: false, "unreadable")] } },
            _ => target,
        });
        Assert.Equal(
            ["component-not-identified activegate/web-2", "probe-report-truncated web-1"],
            (await _driver.FindingsAsync(rotation, PlanSeverity.Problem))
                .Select(static finding => $"{finding.Code} {finding.Target}")
                .Order());
    }

    [Fact]
    public async Task A_machine_with_both_components_gets_one_probe()
    {
        RotationRecord rotation = await _driver.Is(
            Small with { Agents = [.. Small.Agents, Some.OneAgent("gw-1", "HOST-00000000000000A3")] })
            .PlanAsync(probe: static target => target.Name == "oneagent/gw-1"
                ? target with { Probe = target.Probe! with { Beside = [DeadGate(target)] } }
                    : target.Name == "activegate/gw-1" ? target with { Probe = null }
                : target);

        WaveRecord probes = (await _driver.Plans.ListWavesAsync(rotation.RotationId, Stop))
            .Single(static wave => wave.Action is TargetAction.Probe);
        Assert.Equal(4, probes.Targets);
        Assert.Equal(
            5,
            (await _driver.Targets.ListAsync(rotation.RotationId, Stop))
                .Count(static target => target is { State: TargetState.Pending, Probe.Fingerprint: not null }));
    }

    private static FoundComponent DeadGate(TargetRecord beside)
        => new(Component.ActiveGate, IsKnownToServe: true, "ok", "probed", "It is here.", beside.Probe!.Fingerprint);
}
