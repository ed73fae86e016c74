using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Planning;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Planning;

public sealed class ReconcileFleetTests : IDisposable
{
    private readonly FleetDriver _driver = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _driver.Dispose();

    [Fact]
    public async Task Joiners_leavers_and_those_who_come_back_are_counted_named_and_audited()
    {
        RotationRecord rotation = await _driver.Is(Hosts("a", "b", "c", "off")).PlanAsync();
        await _driver.Targets.UpdateAsync(
            rotation.RotationId,
            await IdAsync(rotation, "oneagent/off"),
            static target => target with { State = TargetState.Unreachable, Code = UncoveredCodes.NotRunning },
            Stop);

        FleetReading now = Hosts("a", "b", "off", "new-1", "new-2");
        ReconcileFleet.Result outcome = await _driver.Is(
            now with { Machines = [.. now.Machines, Some.Machine("gw")], ActiveGates = [Some.ActiveGate("gw")] })
            .ReconcileAsync(rotation);

        Assert.Equal(new ReconcileFleet.Result(JoinedActiveGates: 1, JoinedOneAgents: 2, Left: 1, Back: 1), outcome);
        Assert.Equal(
            [
                "activegate/gw Pending",
                "oneagent/a Pending",
                "oneagent/b Pending",
                "oneagent/c Skipped",
                "oneagent/new-1 Pending",
                "oneagent/new-2 Pending",
                "oneagent/off Pending",
            ],
            await _driver.StatesAsync(rotation));
        Assert.Equal(
            (3, 1, 1),
            (await _driver.AuditedAsync(rotation, "joined"), await _driver.AuditedAsync(rotation, "left"), await _driver.AuditedAsync(
                rotation,
                "came-back")));
        Assert.Contains(await _driver.Roster.ListAsync("sim00001", Stop), static gate => gate.AgentId == "0xgw");
    }

    [Fact]
    public async Task Done_twice_it_changes_nothing_more()
    {
        RotationRecord rotation = await _driver.Is(Hosts("a", "b")).PlanAsync();
        await _driver.Is(Hosts("a", "b", "new")).ReconcileAsync(rotation);

        Assert.Equal(new ReconcileFleet.Result(0, 0, 0, 0), await _driver.ReconcileAsync(rotation));
        Assert.Equal(1, await _driver.AuditedAsync(rotation, "joined"));
    }

    [Fact]
    public async Task A_machine_that_is_tried_again_and_is_still_off_or_gone_is_not_told_of_twice_and_one_that_goes_off_again_is()
    {
        RotationRecord rotation = await _driver.Is(Hosts("a", "b", "c", "off", "gone")).PlanAsync();
        FleetReading off = Off(Hosts("a", "b", "c", "off"), "off");
        await _driver.Is(off).ReconcileAsync(rotation);
        Assert.Equal((1, 1), await ToldAsync());

        await TryAgainAsync();
        await _driver.ReconcileAsync(rotation);
        Assert.Equal(
            ["oneagent/gone Skipped", "oneagent/off Unreachable"],
            (await _driver.StatesAsync(rotation)).Where(static state => !state.EndsWith("Pending", StringComparison.Ordinal)));
        Assert.Equal((1, 1), await ToldAsync());

        await _driver.Is(Hosts("a", "b", "c", "off")).ReconcileAsync(rotation);
        await _driver.Is(off).ReconcileAsync(rotation);
        Assert.Equal((2, 1), await ToldAsync());

        async Task<(int Off, int Left)> ToldAsync()
            => (await _driver.AuditedAsync(rotation, "went-off"), await _driver.AuditedAsync(rotation, "left"));

        async Task TryAgainAsync()
        {
            foreach (string name in (string[])["oneagent/off", "oneagent/gone"])
            {
                await _driver.Targets.UpdateAsync(
                    rotation.RotationId,
                    await IdAsync(rotation, name),
                    static target => target.ResetForRetry(TargetCause.RetryAsked),
                    Stop);
            }
        }
    }

    [Fact]
    public async Task When_Azure_shows_nothing_any_more_nobody_leaves_and_it_is_said()
    {
        RotationRecord rotation = await _driver.Is(Hosts("a", "b")).PlanAsync();

        ReconcileFleet.Result outcome = await _driver.Is(Some.Fleet()).ReconcileAsync(rotation);

        Assert.Equal((0, 2), (outcome.Left, outcome.Withheld));
        Assert.Equal(1, await _driver.AuditedAsync(rotation, "leavers-withheld"));
        Assert.Equal(["oneagent/a Pending", "oneagent/b Pending"], await _driver.StatesAsync(rotation));
    }

    [Fact]
    public async Task Verifying_names_what_turned_up_and_reconciling_gives_it_its_machine()
    {
        RotationRecord rotation = await _driver.Is(Hosts("a")).PlanAsync();
        _driver.Is(Hosts("a", "late"));

        await _driver.VerifyAsync(rotation);
        await _driver.VerifyAsync(rotation);
        Assert.Equal(["oneagent/a Pending", "oneagent/late Uncovered"], await _driver.StatesAsync(rotation));
        Assert.Equal(1, await _driver.AuditedAsync(rotation, "joined"));

        Assert.Equal(1, (await _driver.ReconcileAsync(rotation)).Back);
        Assert.Equal(["oneagent/a Pending", "oneagent/late Pending"], await _driver.StatesAsync(rotation));
    }

    private static FleetReading Hosts(params string[] names)
        => Some.Fleet(
            [.. names.Select(static name => Some.Machine(name))],
            agents: [.. names.Select(static name => Some.OneAgent(name, $"HOST-{name.ToUpperInvariant()}"))]);

    /// <summary>The same fleet with a machine that is off.</summary>
    private static FleetReading Off(FleetReading fleet, string name)
        => fleet with
        {
            Machines =
            [
                .. fleet.Machines.Select(machine => machine.Name == name ? machine with { State = "PowerState/deallocated" } : machine),
            ],
        };

    private async Task<string> IdAsync(RotationRecord rotation, string name)
        => (await _driver.Targets.ListAsync(rotation.RotationId, Stop)).Single(target => target.Name == name).TargetId;
}
