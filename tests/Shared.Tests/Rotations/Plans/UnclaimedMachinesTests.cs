using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Plans;
using TenantTokens.Shared.Tests.Rotations.Planning;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Plans;

/// <summary>Machines in scope that no agent claims, from the plan to the finish gate.</summary>
public sealed class UnclaimedMachinesTests : IDisposable
{
    private readonly FleetDriver _driver = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static FleetReading Small { get; } = Some.Fleet(
        [Some.Machine("gw-1"), Some.Machine("gw-2"), Some.Machine("web-1")],
        [Some.ActiveGate("gw-1", "0x1"), Some.ActiveGate("gw-2", "0x2")],
        [Some.OneAgent("web-1", "HOST-00000000000000A1")]);

    public void Dispose() => _driver.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    [InlineData(9, 10)]
    [InlineData(10, 20)]
    [InlineData(18, 20)]
    [InlineData(19, 50)]
    [InlineData(90, 100)]
    [InlineData(91, 200)]
    [InlineData(4_000, 5_000)]
    [InlineData(19_999, 50_000)]
    public void An_approval_covers_a_tenth_more_rounded_up(int count, int bound) => Assert.Equal(bound, UnclaimedMachines.Bound(count));

    [Fact]
    public async Task What_a_probe_finds_clear_is_no_target_and_is_listed_and_what_is_off_is_one_line()
    {
        RotationRecord without = await _driver.Is(Small).PlanAsync();
        RotationRecord rotation = await _driver.Is(With([
            .. Bare("free", 3),
            .. Bare("off", 2).Select(static machine => machine with { State = "PowerState/deallocated" }),
        ])).PlanAsync();

        TargetRecord line = Assert.Single(await _driver.Targets.ListAsync(rotation.RotationId, Stop), UnclaimedMachines.IsLine);
        Assert.Equal((TargetState.Uncovered, UnclaimedMachines.Code, 2), (line.State, line.Code, line.Agents));
        Assert.Contains("off-0, off-1. An approval covers up to 10.", line.Message, StringComparison.Ordinal);
        Assert.Equal(4, (await _driver.Targets.ListAsync(rotation.RotationId, Stop)).Count);
        Assert.Contains(
            "3 machines in scope carry no component",
            (await _driver.FindingsAsync(rotation, PlanSeverity.Note))
                .Single(static finding => finding.Code is "machines-without-agent").Message,
            StringComparison.Ordinal);
        Assert.Equal(
            ["free-0 True", "free-1 True", "free-2 True", "off-0 False", "off-1 False"],
            (await _driver.Plans.ListUnclaimedAsync(rotation.RotationId, Stop))
                .Select(static machine => $"{machine.Name} {machine.IsClear}"));
        ExceptionItem item = Assert.Single(AcceptedExceptions.ToAccept(await _driver.Targets.ListAsync(rotation.RotationId, Stop)));
        Assert.Equal(("oneagent/unclaimed machines", 10), (item.Name, item.Count));
        Assert.NotEqual(without.PlanHash, rotation.PlanHash);
        Assert.Empty(await _driver.FindingsAsync(rotation, PlanSeverity.Problem));
    }

    [Fact]
    public async Task A_component_that_a_probe_finds_makes_a_target_of_its_machine()
    {
        _driver.Is(With([.. Bare("free", 3)]));
        RotationRecord rotation = await _driver.PlanAsync(probe: static target => target.Name switch
        {
            "oneagent/free-0"
                => target with { State = TargetState.Pending, Code = "probed", Probe = target.Probe! with { HostId = "00000000000000b1" } },
            "oneagent/free-1" => target with
            {
                Probe = target.Probe! with
                {
                    Beside = [new(Component.ActiveGate, IsKnownToServe: true, "ok", "probed", "It is here.", target.Probe.Fingerprint)],
                },
            },
            "oneagent/free-2" => target with { Code = "no-key" },
            _ => target,
        });

        TargetRecord[] found =
        [
            .. (await _driver.Targets.ListAsync(rotation.RotationId, Stop)).Where(static target => target.IsFoundByProbe),
        ];
        Assert.Equal(
            ["activegate/free-1 Pending ", "oneagent/free-0 Pending HOST-00000000000000B1", "oneagent/free-2 Failed "],
            found.Select(static target => $"{target.Name} {target.State} {target.AgentId}"));
        Assert.Equal(
            3,
            (await _driver.FindingsAsync(rotation, PlanSeverity.Warning)).Count(static finding => finding.Code is FoundComponents.Code));
        Assert.Empty(await _driver.Plans.ListUnclaimedAsync(rotation.RotationId, Stop));
    }

    [Fact]
    public async Task What_a_probe_cannot_tell_is_a_problem_and_what_is_left_of_an_agent_is_none()
    {
        RotationRecord rotation = await _driver.Is(With([.. Bare("free", 2)])).PlanAsync(probe: static target => target.Name switch
        {
            "oneagent/free-0" => target with { Code = "oneagentctl-failed" },
            "oneagent/free-1" => target with { Code = "no-service" },
            _ => target,
        });
        PlanFinding problem = Assert.Single(await _driver.FindingsAsync(rotation, PlanSeverity.Problem));
        Assert.Equal(("component-not-identified", "oneagent/free-0"), (problem.Code, problem.Target));
        Assert.All(await _driver.Plans.ListUnclaimedAsync(rotation.RotationId, Stop), static machine => Assert.False(machine.IsClear));
    }

    [Fact]
    public async Task More_than_the_limit_are_listed_and_a_fleet_may_list_or_ignore_all()
    {
        _driver.Is(With([.. Bare("free", 5)]));
        _driver.Options = _driver.Options with { UnclaimedProbes = 3 };
        Assert.Equal((3, 2), await ClearAndOpenAsync());
        _driver.Options = _driver.Options with { UnclaimedMachines = UnclaimedMachinesPolicy.List };
        Assert.Equal((0, 5), await ClearAndOpenAsync());
        _driver.Options = _driver.Options with { UnclaimedMachines = UnclaimedMachinesPolicy.Ignore };
        Assert.Equal((0, 0), await ClearAndOpenAsync());

        async Task<(int Clear, int Open)> ClearAndOpenAsync()
        {
            RotationRecord rotation = await _driver.PlanAsync();
            IReadOnlyList<UnclaimedMachine> machines = await _driver.Plans.ListUnclaimedAsync(rotation.RotationId, Stop);
            int open = machines.Count(static machine => !machine.IsClear);
            Assert.Equal(
                open,
                (await _driver.Targets.ListAsync(rotation.RotationId, Stop))
                    .Where(UnclaimedMachines.IsLine)
                    .Sum(static line => line.Agents));
            return (machines.Count - open, open);
        }
    }

    [Fact]
    public async Task The_plan_is_the_same_whether_one_is_on_or_off_and_while_no_more_than_the_bound_join()
    {
        Machine[] bare = [.. Bare("free", 15)];
        string? hash = (await _driver.Is(With(bare)).PlanAsync()).PlanHash;
        Assert.Equal(
            hash,
            (await _driver.Is(With([bare[0] with { State = "PowerState/deallocated" }, .. bare[1..]])).PlanAsync()).PlanHash);
        Assert.Equal(hash, (await _driver.Is(With([.. Bare("free", 18)])).PlanAsync()).PlanHash);

        RotationRecord changed = await _driver.Is(With([.. Bare("free", 19)]))
            .PlanAsync(new RotationRequest("sim00001", "rachel") { ExpectedPlanHash = hash });
        Assert.NotEqual(hash, changed.PlanHash);
        Assert.Contains(
            "machines that no agent claims: up to 20 became up to 50",
            (await _driver.FindingsAsync(changed, PlanSeverity.Problem)).Single().Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_joins_daily_voids_no_approval_until_the_bound_is_passed()
    {
        RotationRecord rotation = await _driver.Is(With([.. Off(3)])).PlanAsync();
        IReadOnlyList<ExceptionItem> approved = await RestAsync();

        for (int machines = 4; machines <= 9; machines++)
        {
            _driver.Is(With([.. Off(machines)]));
            await _driver.ReconcileAsync(rotation);
            Assert.Contains($"{machines} machines in scope", Assert.Single(await RestAsync()).Reason, StringComparison.Ordinal);
            Assert.Empty(AcceptedExceptions.Growth(await RestAsync(), approved));
        }

        _driver.Is(With([.. Off(10)]));
        await _driver.ReconcileAsync(rotation);
        Assert.Equal("oneagent/unclaimed machines", Assert.Single(AcceptedExceptions.Growth(await RestAsync(), approved)).Name);
        Assert.Equal(1, await _driver.AuditedAsync(rotation, "unclaimed-machines"));

        _driver.Is(Small);
        await _driver.ReconcileAsync(rotation);
        Assert.Empty(AcceptedExceptions.Growth(await RestAsync(), []));

        async Task<IReadOnlyList<ExceptionItem>> RestAsync()
            => AcceptedExceptions.ToAccept((await _driver.Targets.ListAsync(rotation.RotationId, Stop))
                .Where(static target => target.State is not TargetState.Pending));
        static IEnumerable<Machine> Off(int count)
            => Bare("off", count).Select(static machine => machine with { State = "PowerState/deallocated" });
    }

    [Fact]
    public async Task What_a_probe_found_clear_is_not_asked_about_again_and_what_turns_up_later_is()
    {
        RotationRecord rotation = await _driver.Is(With([.. Bare("free", 3)])).PlanAsync();
        await _driver.ReconcileAsync(rotation);
        Assert.DoesNotContain(await _driver.Targets.ListAsync(rotation.RotationId, Stop), UnclaimedMachines.IsLine);

        _driver.Is(With([.. Bare("free", 4)]));
        await _driver.ReconcileAsync(rotation);
        TargetRecord line = Assert.Single(await _driver.Targets.ListAsync(rotation.RotationId, Stop), UnclaimedMachines.IsLine);
        Assert.Equal(1, line.Agents);
        Assert.Contains("(1: It appeared after the plan was made): free-3.", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_that_somebody_left_out_stays_left_out_and_is_counted_on()
    {
        Machine[] off = [.. Bare("off", 9).Select(static machine => machine with { State = "PowerState/deallocated" })];
        RotationRecord rotation = await _driver.Is(With(off[..3])).PlanAsync();
        TargetRecord line = Assert.Single(await _driver.Targets.ListAsync(rotation.RotationId, Stop), UnclaimedMachines.IsLine);
        await _driver.Targets.UpdateAsync(
            rotation.RotationId,
            line.TargetId,
            static current => current with { State = TargetState.Skipped, Code = "skipped-by-operator" },
            Stop);

        _driver.Is(With(off));
        await _driver.ReconcileAsync(rotation);

        line = Assert.Single(await _driver.Targets.ListAsync(rotation.RotationId, Stop), UnclaimedMachines.IsLine);
        Assert.Equal((TargetState.Skipped, "skipped-by-operator", 9), (line.State, line.Code, line.Agents));
    }

    [Fact]
    public async Task A_machine_that_is_clear_stays_in_the_plan_while_its_probe_stands_on_it_and_one_whose_probe_is_gone_does_not()
    {
        RotationRecord rotation = await _driver.Is(With([.. Bare("free", 2)]))
            .PlanAsync(probe: static target => target.Name is "oneagent/free-0"
                ? target with { Send = new SendRecord("dtr-1", TargetAction.Probe, 1, 1, Some.Now, Settled: true, DeletePending: true) }
                : target);

        TargetRecord[] free =
        [
            .. (await _driver.Targets.ListAsync(rotation.RotationId, Stop))
                .Where(static target => target.Name.StartsWith("oneagent/free", StringComparison.Ordinal)),
        ];
        TargetRecord kept = Assert.Single(free);
        Assert.Equal(("oneagent/free-0", TargetState.Uncovered, true), (kept.Name, kept.State, kept.Send?.DeletePending));
        Assert.Contains("probe's run command is still on it", kept.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_of_an_earlier_plan_that_nobody_lists_is_named_until_it_is_retired()
    {
        OneAgentInfo lost = Some.OneAgent("lost", "HOST-00000000000000C1") with { Active = false, LastSeen = Some.Now.AddDays(-200) };
        RotationRecord listed = await _driver.Is(Small with { Agents = [.. Small.Agents, lost] }).PlanAsync();
        Assert.False((await RetireAsync("oneagent/lost", "scrapped")).Accepted); // Dynatrace lists it

        RotationRecord rotation = await _driver.Is(Small).PlanAsync();
        TargetRecord named = Assert.Single(
            await _driver.Targets.ListAsync(rotation.RotationId, Stop),
            static target => target.IsRemembered);
        Assert.Equal(
            ("oneagent/lost", TargetState.Uncovered, UncoveredCodes.NotListed, Some.Now.AddDays(-200)),
            (named.Name, named.State, named.Code, named.LastSeen));
        Assert.Contains(
            "Last seen 2025-08-13 12:00Z",
            Assert.Single(AcceptedExceptions.ToAccept([named])).Reason,
            StringComparison.Ordinal);
        Assert.Equal(listed.PlanHash, rotation.PlanHash);

        Assert.Equal("Retire needs a reason for the audit trail.", (await RetireAsync("oneagent/lost", " ")).Message);
        Assert.False((await RetireAsync("oneagent/nobody", "scrapped")).Accepted);
        Assert.False((await RetireAsync("oneagent/web-1", "scrapped")).Accepted);
        Assert.True((await RetireAsync("oneagent/lost", "scrapped")).Accepted);

        RotationRecord after = await _driver.PlanAsync();
        Assert.DoesNotContain(await _driver.Targets.ListAsync(after.RotationId, Stop), static target => target.IsRemembered);
        Assert.Equal(
            "HOST-00000000000000C1: olga retired it (scrapped), so plans leave it out.",
            (await _driver.FindingsAsync(after, PlanSeverity.Note)).Single().Message);
        Assert.Equal(1, await _driver.AuditedAsync(rotation, RetirementLedger.AuditCode));

        RotationRecord back = await _driver.Is(Small with { Agents = [.. Small.Agents, lost] }).PlanAsync();
        Assert.Contains("oneagent/lost Uncovered", await _driver.StatesAsync(back));
        Assert.Empty(await _driver.Retirements.ListAsync("sim00001", Stop));

        Task<OperatorAnswer> RetireAsync(string agent, string reason)
            => _driver.Retirements.RetireAsync("sim00001", agent, reason, new(default, RetirementLedger.AuditCode, "olga", ""), Stop);
    }

    [Fact]
    public async Task One_that_is_still_on_its_machine_is_a_target_that_the_plan_names_with_its_last_sighting()
    {
        await _driver.Is(Small with { Agents = [Small.Agents[0] with { Active = false, LastSeen = Some.Now.AddDays(-200) }] }).PlanAsync();
        RotationRecord rotation = await _driver.Is(Small with { Agents = [] }).PlanAsync();
        Assert.Contains("oneagent/web-1 Pending", await _driver.StatesAsync(rotation));
        PlanFinding named = Assert.Single(
            await _driver.FindingsAsync(rotation, PlanSeverity.Warning),
            static finding => finding.Target == "oneagent/web-1");
        Assert.Equal(UncoveredCodes.NotListed, named.Code);
        Assert.Contains("Last seen 2025-08-13 12:00Z", named.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_whose_machine_says_that_none_is_installed_is_forgotten()
    {
        await _driver.Is(Small).PlanAsync();
        RotationRecord rotation = await _driver.Is(Small with { Agents = [] })
            .PlanAsync(
                probe: static target => target.IsRemembered ? target with { State = TargetState.Failed, Code = "not-installed" } : target);
        Assert.DoesNotContain(
            await _driver.StatesAsync(rotation),
            static state => state.StartsWith("oneagent/web-1", StringComparison.Ordinal));
        Assert.Empty(await _driver.Agents.ListAsync("sim00001", Stop));
        Assert.Equal(1, await _driver.AuditedAsync(rotation, "oneagent-forgotten"));
    }

    private static FleetReading With(IReadOnlyList<Machine> more) => Small with { Machines = [.. Small.Machines, .. more] };

    private static IEnumerable<Machine> Bare(string name, int count)
        => Enumerable.Range(0, count).Select(number => Some.Machine($"{name}-{number}"));
}
