using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

/// <summary>A service that is masked or in a restart loop, as the real rotate.sh meets it on a machine of files.</summary>
public sealed class ServiceFaultTests
{
    private const double Fast = 1.0 / 600;

    [Theory]
    [InlineData(FaultKind.ServiceMasked, "service-unstartable")]
    [InlineData(FaultKind.ServiceLoops, "service-unsettled")]
    public async Task A_service_that_is_not_as_it_should_be_is_told_by_the_probe_until_it_is_repaired(string kind, string code)
    {
        await using TestWorld world = await TestWorld.StartAsync(timeScale: Fast);
        string gate = world.FirstWith("activegate");
        (HostCommands host, _) = await HostCommands.StartAsync(world, gate, world.FirstWith("oneagent"));
        world.World.Plant(new Fault(kind) { Machine = gate, Service = "dynatracegateway" });

        Assert.Equal(code, (string)(await host.ProbeAsync()).Report!["code"]!);
        world.World.Plant(new Fault(FaultKind.ServiceRepaired) { Machine = gate, Service = "dynatracegateway" });

        Assert.Equal("ok", (string)(await host.ProbeAsync()).Report!["code"]!);
        Assert.Equal("active", world.Machine(gate).Components[0].Services[0].State);
    }

    [Fact]
    public async Task A_service_that_is_masked_starts_no_more_once_it_is_stopped()
    {
        await using TestWorld world = await TestWorld.StartAsync(timeScale: Fast, models: true);
        string agent = world.FirstWith("oneagent");
        Fault fault = new(FaultKind.ServiceMasked) { Machine = agent, Service = "oneagent" };
        world.World.Plant(fault);
        Assert.Equal("active", world.Machine(agent).Components[0].Services[0].State);

        world.World.Plant(fault with { Kind = FaultKind.StopServices, Component = "oneagent" });
        world.World.Plant(fault with { Kind = FaultKind.StartServices, Component = "oneagent" });

        Assert.Equal("inactive", world.Machine(agent).Components[0].Services[0].State);
    }

    [Fact]
    public async Task A_service_that_the_machine_does_not_have_is_refused_with_those_that_it_has()
    {
        await using TestWorld world = await TestWorld.StartAsync(timeScale: Fast, models: true);
        Fault fault = new(FaultKind.ServiceMasked) { Machine = world.FirstWith("oneagent"), Service = "dynatracegateway" };

        Assert.Contains(
            "allowed are: oneagent",
            Assert.Throws<ArgumentException>(() => world.World.Plant(fault)).Message,
            StringComparison.Ordinal);
    }
}
