using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Plans;
using TenantTokens.Tests.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Planning;

/// <summary>From the inventory to the plan, with the activities that do it.</summary>
public sealed class PlanningTests : IDisposable
{
    private readonly FleetDriver _driver = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static FleetReading Small { get; } = Some.Fleet(
        [Some.Machine("gw-1"), Some.Machine("gw-2"), Some.Machine("web-1"), Some.Machine("web-2")],
        [Some.ActiveGate("gw-1", "0x1"), Some.ActiveGate("gw-2", "0x2"), Some.ActiveGate("saas") with { Type = "CLUSTER" }],
        [Some.OneAgent("web-1", "HOST-00000000000000A1"), Some.OneAgent("web-2", "HOST-00000000000000A2")]);

    public void Dispose() => _driver.Dispose();

    [Fact]
    public async Task A_plan_has_waves_an_estimate_and_no_problem_and_lists_what_is_out_of_scope()
    {
        RotationRecord rotation = await _driver.Is(Small).PlanAsync();

        PlanRecord plan = (await _driver.Plans.FindAsync(rotation.RotationId, Stop))!;
        Assert.Equal((0, 0, rotation.PlanHash), (plan.ProblemCount, plan.WarningCount, plan.Hash));
        Assert.True(plan.Estimate!.Total > TimeSpan.Zero);
        Assert.Equal("cluster-activegate", (await _driver.FindingsAsync(rotation, PlanSeverity.Note)).Single().Code);
        Assert.Equal(
            4,
            (await _driver.Plans.ListWavesAsync(rotation.RotationId, Stop))
                .Count(static wave => wave is { Action: TargetAction.Apply, CompletedAt: null }));
    }

    [Fact]
    public async Task Fewer_machines_than_configured_block_the_plan_with_both_numbers()
    {
        _driver.Options = _driver.Options with { MinimumMachines = 5 };
        RotationRecord rotation = await _driver.Is(Small).PlanAsync();

        PlanFinding problem = (await _driver.FindingsAsync(rotation, PlanSeverity.Problem)).Single();
        Assert.Equal("too-few-machines", problem.Code);
        Assert.Contains(
            "shows 4 machines, but fleet.minimumMachines is 5. If read rights are missing",
            problem.Message,
            StringComparison.Ordinal);
        Assert.Equal(1, (await _driver.Plans.FindAsync(rotation.RotationId, Stop))!.ProblemCount);

        _driver.Options = _driver.Options with { MinimumMachines = 4 };
        Assert.Empty(await _driver.FindingsAsync(await _driver.PlanAsync(), PlanSeverity.Problem));
    }

    [Fact]
    public async Task A_gate_that_dropped_out_of_the_list_is_still_in_the_next_plan()
    {
        await _driver.Is(Small).PlanAsync();
        RotationRecord there = await _driver.Is(Small with { Gates = [Small.Gates[0]] }).PlanAsync();
        Assert.Contains("activegate/gw-2 Pending", await _driver.StatesAsync(there));

        RotationRecord gone = await _driver.Is(Small with
        {
            Gates = [Small.Gates[0]],
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
        RotationRecord rotation = await _driver.Is(Small with { Gates = [Small.Gates[0]] })
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

    [Fact]
    public async Task A_host_that_was_off_for_weeks_is_left_out_by_name_with_its_last_sighting()
    {
        OneAgentInfo silent = Some.OneAgent("web-2", "HOST-00000000000000A2") with
        {
            Active = false,
            AvailabilityState = "SHUTDOWN",
            LastSeen = Some.Now.AddDays(-20),
        };
        RotationRecord rotation = await _driver.Is(Small with
        {
            Machines =
            [
                .. Small.Machines.Select(
                    static machine => machine.Name == "web-2" ? machine with { State = "PowerState/deallocated" } : machine),
            ],
            Agents = [Small.Agents[0], silent],
        }).PlanAsync();

        Assert.Contains("oneagent/web-2 Unreachable", await _driver.StatesAsync(rotation));
        Assert.Contains(
            "Last seen 2026-02-09 12:00Z.",
            (await _driver.FindingsAsync(rotation, PlanSeverity.LeftOut)).Single().Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "oneagent/web-2",
            Assert.Single(AcceptedExceptions.ToAccept(await _driver.Targets.ListAsync(rotation.RotationId, Stop))).Name);
    }

    [Fact]
    public async Task An_ActiveGate_that_comes_back_under_another_id_is_online_and_the_same_target_and_takes_no_proof_with_it()
    {
        RotationRecord rotation = await _driver.Is(Small).PlanAsync();
        TargetRecord gate = (await _driver.Targets.ListAsync(rotation.RotationId, Stop))
            .Single(static target => target.Name == "activegate/gw-1");
        await _driver.Targets.PutAsync(rotation.RotationId, [gate with { State = TargetState.Rotated, ProvedAt = Some.Now }], Stop);
        ActiveGateInfo offline = Small.Gates[0] with { OfflineSince = Some.Now };

        _driver.Is(Small with { Gates = [offline, Small.Gates[1]] });
        Assert.False((await _driver.CheckGateAsync(rotation, gate.Name)).IsOnline);
        _driver.Is(Small with { Gates = [offline, Small.Gates[1], Small.Gates[0] with { Id = "0x3", NetworkAddresses = ["10.9.9.9"] }] });
        Assert.False((await _driver.CheckGateAsync(rotation, gate.Name)).IsOnline); // another address: another host may have its name
        _driver.Is(Small with { Gates = [offline, Small.Gates[1], Small.Gates[0] with { Id = "0x3", Hostname = "gw-1.corp.example" }] });
        Assert.True((await _driver.CheckGateAsync(rotation, gate.Name)).IsOnline);

        TargetRecord now = await _driver.Targets.GetAsync(rotation.RotationId, gate.TargetId, Stop);
        Assert.Equal((TargetState.Rotated, "0x3", true, "agent-recreated"), (now.State, now.AgentId, now.Online, now.NeedsProof));
        await _driver.VerifyAsync(rotation);
        Assert.Equal(4, (await _driver.Targets.ListAsync(rotation.RotationId, Stop)).Count);
    }

    [Fact]
    public async Task A_ghost_of_an_ActiveGate_is_noted_and_blocks_no_plan()
    {
        RotationRecord rotation = await _driver.Is(Small with
        {
            Gates = [.. Small.Gates, Small.Gates[0] with { Id = "0x9", Hostname = "gw-1.corp.example", OfflineSince = Some.Now }],
        }).PlanAsync();

        Assert.Empty(await _driver.FindingsAsync(rotation, PlanSeverity.Problem));
        Assert.Contains(
            "0x9 is an earlier id of 0x1",
            (await _driver.FindingsAsync(rotation, PlanSeverity.Note))
                .Single(static finding => finding.Code is "earlier-activegate-id").Message,
            StringComparison.Ordinal);
        Assert.Equal(
            ["activegate/gw-1 Pending", "activegate/gw-2 Pending"],
            (await _driver.StatesAsync(rotation)).Where(static state => state.StartsWith("activegate", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task What_an_autoscaled_fleet_left_behind_is_one_line_and_changes_neither_the_plan_nor_what_is_to_be_accepted()
    {
        RotationRecord without = await _driver.Is(Small).PlanAsync();
        OneAgentInfo[] gone = [.. Enumerable.Range(0, 40).Select(static number => Some.OneAgent($"scaled-{number}") with
        {
            Active = false,
            AvailabilityState = "SHUTDOWN",
            LastSeen = Some.Now.AddDays(-number - 4),
            AzureResourceId = Some.Machine($"scaled-{number}").ResourceId,
        })];
        RotationRecord rotation = await _driver.Is(Small with
        {
            Agents = [.. Small.Agents, .. gone],
            Deleted = gone.Select(static agent => agent.AzureResourceId!).ToHashSet(),
        }).PlanAsync();

        Assert.Equal(without.PlanHash, rotation.PlanHash);
        PlanFinding line = (await _driver.FindingsAsync(rotation, PlanSeverity.LeftOut)).Single();
        Assert.Equal(
            ("gone", "40 offline agents ran on machines that Azure has deleted. Last seen 2026-02-25 12:00Z."),
            (line.Code, line.Message));
        Assert.Empty(
            AcceptedExceptions.Growth(AcceptedExceptions.ToAccept(await _driver.Targets.ListAsync(rotation.RotationId, Stop)), []));
        Assert.Equal(new ReconcileFleet.Result(0, 0, 0, 0), await _driver.ReconcileAsync(rotation));
        await _driver.VerifyAsync(rotation);
        Assert.Equal(5, (await _driver.Targets.ListAsync(rotation.RotationId, Stop)).Count);
    }

    [Fact]
    public async Task Two_hosts_of_one_name_are_told_apart_by_what_they_say()
    {
        Machine[] twins = [Some.Machine("web", group: "a"), Some.Machine("web", group: "b")];
        OneAgentInfo[] agents = [Some.OneAgent("web", "HOST-00000000000000A1"), Some.OneAgent("web", "HOST-00000000000000A2")];
        RotationRecord rotation = await _driver.Is(Some.Fleet(twins, agents: agents))
            .PlanAsync(probe: static target => target with
            {
                Probe = target.Probe! with { HostId = target.Machine!.ResourceGroup == "a" ? "00000000000000a2" : "00000000000000a1" },
            });

        IReadOnlyList<TargetRecord> targets = await _driver.Targets.ListAsync(rotation.RotationId, Stop);
        Assert.Equal(
            [("a", "HOST-00000000000000A2"), ("b", "HOST-00000000000000A1")],
            targets.Select(static target => (target.Machine!.ResourceGroup, target.AgentId!)).Order());
        Assert.All(targets, static target => Assert.Equal(TargetState.Pending, target.State));
    }

    [Fact]
    public async Task Two_hosts_of_one_name_that_cannot_be_asked_stay_ambiguous()
    {
        Machine[] twins = [Some.Machine("web", group: "a"), Some.Machine("web", group: "b")];
        RotationRecord rotation = await _driver.Is(Some.Fleet(twins, agents: [Some.OneAgent("web", "HOST-1")]))
            .PlanAsync(probe: static target => target with { State = TargetState.Failed, Code = "not-installed", Probe = null });
        Assert.Equal(["oneagent/web Uncovered"], await _driver.StatesAsync(rotation));
    }

    [Fact]
    public async Task An_operator_is_asked_to_be_held_unless_the_request_or_the_policy_says_that_it_is()
    {
        _driver.Is(
            Small with { Agents = [.. Small.Agents, Some.OneAgent("node") with { KubernetesCluster = "aks", NetworkZone = "zone-1" }] });
        Assert.Equal("operator-not-held", (await _driver.FindingsAsync(await _driver.PlanAsync(), PlanSeverity.Problem)).Single().Code);
        Assert.Empty(await _driver.FindingsAsync(
            await _driver.PlanAsync(new RotationRequest("sim00001", "rachel") { OperatorsHeld = true }),
            PlanSeverity.Problem));
        _driver.Policy = _driver.Policy with { Kubernetes = new() { Held = true } };
        Assert.Empty(await _driver.FindingsAsync(await _driver.PlanAsync(), PlanSeverity.Problem));
    }

    [Fact]
    public async Task A_node_without_an_installed_agent_joins_the_line_of_its_cluster()
    {
        OneAgentInfo Node(string name) => Some.OneAgent(name) with { KubernetesCluster = "self-made" };
        _driver.Is(Some.Fleet([Some.Machine("node-1"), Some.Machine("web-1")], agents: [Node("node-1"), Node("node-2"), Small.Agents[0]]));
        RotationRecord rotation = await _driver.PlanAsync(probe: static target => target.Name == "oneagent/node-1"
            ? target with { State = TargetState.Failed, Code = "not-installed", Probe = null }
            : target);
        Assert.Equal(["oneagent/cluster self-made SelfRotating", "oneagent/web-1 Pending"], await _driver.StatesAsync(rotation));
        Assert.Equal(2, (await _driver.Targets.ListAsync(rotation.RotationId, Stop))[0].Agents);
    }

    [Fact]
    public async Task Golden_images_are_in_every_plan_with_what_to_do()
    {
        _driver.Options = _driver.Options with { GoldenImages = ["ubuntu-base"] };
        RotationRecord rotation = await _driver.Is(Small).PlanAsync();
        PlanFinding image = (await _driver.FindingsAsync(rotation, PlanSeverity.LeftOut)).Single();
        Assert.Equal((UncoveredCodes.GoldenImage, "oneagent/image ubuntu-base"), (image.Code, image.Target));
        Assert.Contains("Rebuild the image", image.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_plan_than_the_one_that_was_seen_is_blocked_and_says_what_changed()
    {
        RotationRecord seen = await _driver.Is(Small).PlanAsync();
        RotationRequest request = new("sim00001", "rachel") { ExpectedPlanHash = seen.PlanHash };
        Assert.Empty(await _driver.FindingsAsync(await _driver.PlanAsync(request), PlanSeverity.Problem));

        _driver.Is(Small with
        {
            Machines = [.. Small.Machines, Some.Machine("web-3")],
            Agents = [.. Small.Agents, Some.OneAgent("web-3", "HOST-00000000000000A3")],
        });
        PlanFinding problem = (await _driver.FindingsAsync(await _driver.PlanAsync(request), PlanSeverity.Problem)).Single();
        Assert.Equal("plan-changed", problem.Code);
        Assert.Contains(
            "1 targets added: oneagent/web-3; waves of OneAgents: 1 + 1 became 1 + 2",
            problem.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_nobody_made_is_blocked_and_says_so()
    {
        PlanFinding problem = (await _driver.FindingsAsync(
            await _driver.Is(Small).PlanAsync(new RotationRequest("sim00001", "rachel") { ExpectedPlanHash = "0123456789abcdef" }),
            PlanSeverity.Problem)).Single();
        Assert.Contains("does not know that plan", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hundreds_of_findings_fit_the_ledger_and_the_summary_names_the_first()
    {
        _driver.Is(Some.Fleet(
            [.. Enumerable.Range(0, 300).Select(static number => Some.Machine($"web-{number}"))],
            agents: [.. Enumerable.Range(0, 300).Select(static number => Some.OneAgent($"web-{number}", $"HOST-{number:X16}"))]));
        RotationRecord rotation = await _driver.PlanAsync(
            probe: static target => target with { Probe = target.Probe! with { ClockSkewSeconds = 7200 } });
        PlanRecord plan = (await _driver.Plans.FindAsync(rotation.RotationId, Stop))!;
        Assert.Equal((300, 51, "And 250 more."), (plan.WarningCount, plan.Warnings.Count, plan.Warnings[^1]));
        Assert.Equal(300, (await _driver.FindingsAsync(rotation, PlanSeverity.Warning)).Count);
    }

    [Fact]
    public async Task Planning_again_gives_the_same_plan_whatever_is_switched_off_meanwhile()
    {
        RotationRecord rotation = await _driver.Is(Small).PlanAsync();
        _driver.Is(Small with
        {
            Machines =
            [
                .. Small.Machines.Select(
                    static machine => machine.Name == "web-2" ? machine with { State = "PowerState/deallocated" } : machine),
            ],
        });
        Assert.Equal(rotation.PlanHash, (await _driver.PlanAsync(rotation)).PlanHash);
    }

    private static FoundComponent DeadGate(TargetRecord beside)
        => new(Component.ActiveGate, IsKnownToServe: true, "ok", "probed", "It is here.", beside.Probe!.Fingerprint);
}
