using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Proving;
using TenantTokens.Shared.Tests.Rotations.Planning;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Proving;

/// <summary>What is proved between the approval of the finish gate and finish is proved on one reading of the fleet.</summary>
public sealed class WholeFleetTests : IDisposable
{
    private readonly FleetDriver _driver = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _driver.Dispose();

    [Fact]
    public async Task One_reading_finds_who_joined_whose_proof_is_stale_and_who_is_not_online()
    {
        RotationRecord rotation = await RotatedAsync("a", "b", "c");
        int before = _driver.AgentLists;

        FleetReading now = Hosts("a", "b", "c", "new");
        VerifyFleet.Result look = await _driver.Is(now with
        {
            Agents =
            [
                .. now.Agents.Select(agent => agent.HostName switch
                {
                    "b" => agent with { Active = false },
                    "c" => agent with { FirstSeen = rotation.CreatedAt.AddHours(1) },
                    _ => agent,
                }),
            ],
        })
            .VerifyWholeFleetAsync(rotation);

        Assert.Equal(1, _driver.AgentLists - before);
        Assert.Equal(new VerifyFleet.Result(NotOnline: 1, Stale: 1), look);
        Assert.Equal(
            ["oneagent/a Rotated", "oneagent/b Rotated", "oneagent/c Rotated", "oneagent/new Pending"],
            await _driver.StatesAsync(rotation));
        Assert.Equal(1, await _driver.AuditedAsync(rotation, "joined"));
        IReadOnlyList<TargetRecord> targets = await _driver.Targets.ListAsync(rotation.RotationId, Stop);
        Assert.Equal([true, false, true, null], targets.Select(static target => target.Online));
        Assert.Equal([null, null, "agent-recreated", null], targets.Select(static target => target.NeedsProof));
    }

    [Fact]
    public async Task A_look_at_Dynatrace_alone_marks_no_proof_and_asks_Azure_nothing()
    {
        RotationRecord rotation = await RotatedAsync("a");
        FleetReading now = Hosts("a");
        _driver.Is(now with { Agents = [now.Agents[0] with { FirstSeen = rotation.CreatedAt.AddHours(1) }] });

        VerifyFleet.Result look = await _driver.VerifyAsync(rotation);

        Assert.Equal(new VerifyFleet.Result(NotOnline: 0), look);
        Assert.Null(Assert.Single(await _driver.Targets.ListAsync(rotation.RotationId, Stop)).NeedsProof);
    }

    private static FleetReading Hosts(params string[] names)
        => Some.Fleet(
            [.. names.Select(static name => Some.Machine(name))],
            agents:
            [
                .. names.Select(static name => Some.OneAgent(name, $"HOST-{name.ToUpperInvariant()}") with
                {
                    AvailabilityState = "MONITORED",
                }),
            ]);

    private async Task<RotationRecord> RotatedAsync(params string[] names)
    {
        RotationRecord rotation = await _driver.Is(Hosts(names)).PlanAsync();
        foreach (TargetRecord target in await _driver.Targets.ListAsync(rotation.RotationId, Stop))
        {
            await _driver.Targets.PutAsync(
                rotation.RotationId,
                [target with { State = TargetState.Rotated, ProvedAt = rotation.CreatedAt, ApplyNotAfter = rotation.CreatedAt }],
                Stop);
        }

        return rotation;
    }
}
