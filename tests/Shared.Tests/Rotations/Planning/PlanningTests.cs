using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Planning;

/// <summary>From the inventory to the plan, with the activities that do it.</summary>
public sealed class PlanningTests : PlanningTest
{
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
}
