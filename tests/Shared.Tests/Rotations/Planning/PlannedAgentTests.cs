using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Rotations.Planning;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Planning;

/// <summary>Agents that came back, were left behind or have one name, in a plan.</summary>
public sealed class PlannedAgentTests : PlanningTest
{
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
        ActiveGateInfo offline = Small.ActiveGates[0] with { OfflineSince = Some.Now };

        _driver.Is(Small with { ActiveGates = [offline, Small.ActiveGates[1]] });
        Assert.False((await _driver.CheckGateAsync(rotation, gate.Name)).IsOnline);
        ActiveGateInfo anew = Small.ActiveGates[0] with { Id = "0x3" };
        _driver.Is(Small with { ActiveGates = [offline, Small.ActiveGates[1], anew with { NetworkAddresses = ["10.9.9.9"] }] });
        Assert.False((await _driver.CheckGateAsync(rotation, gate.Name)).IsOnline); // another address: another host may have its name
        _driver.Is(Small with { ActiveGates = [offline, Small.ActiveGates[1], anew with { Hostname = "gw-1.corp.example" }] });
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
            ActiveGates =
            [
                .. Small.ActiveGates,
                Small.ActiveGates[0] with { Id = "0x9", Hostname = "gw-1.corp.example", OfflineSince = Some.Now },
            ],
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
}
