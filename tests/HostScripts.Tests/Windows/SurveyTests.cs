using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>One probe is for the whole machine: it tells every component that it finds, whichever it was asked about.</summary>
public sealed class SurveyTests
{
    private const string AgentLine = "oneagent ok [Dynatrace OneAgent active] abc12345";

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task A_probe_of_either_component_tells_both(Component component)
    {
        await using WindowsHost host = WithBoth("\u00ef\u00bb\u00bf" + HostFacts.OneEnvironment + "\n[other999]\r\ntenantToken = t\n");

        HostReport report = (await host.ProbeAsync(component)).Is(0, "probed", "ok");

        Assert.Equal([AgentLine, "activegate ok [Dynatrace Gateway active] abc12345,other999"], Lines(report));
        Assert.Equal(0, report.Omitted);
        Assert.Equal(component is Component.ActiveGate ? Gateway : Agent, Assert.Single(report.Services!).Name);
        Assert.False(host.Has(StateDirectory));
    }

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task What_was_not_asked_about_is_probed_in_the_same_run_and_tells_what_its_own_probe_would(Component component)
    {
        await using WindowsHost host = WithBoth(HostFacts.OneEnvironment);
        Component other = component is Component.ActiveGate ? Component.OneAgent : Component.ActiveGate;

        HostReport own = (await host.ProbeAsync(other)).Is(0, "probed", "ok");
        HostReport report = (await host.ProbeAsync(component)).Is(0, "probed", "ok");

        report.TellsBeside(own);
    }

    [Fact]
    public async Task A_component_of_another_environment_is_not_probed()
    {
        await using WindowsHost host = WithBoth("[other999]\ntenantToken = t\n");

        Assert.Null((await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Components![1].Outcome);
    }

    [Fact]
    public async Task A_probe_for_what_is_not_there_tells_what_is()
    {
        await using WindowsHost host = WithOneAgent();

        Assert.Equal([AgentLine], Lines((await host.ProbeAsync(Component.ActiveGate)).Is(10, "notInstalled", "not-installed")));
    }

    [Fact]
    public async Task A_component_that_cannot_be_looked_at_is_told_with_the_reason_and_disturbs_no_other()
    {
        await using WindowsHost host = WithBoth(HostFacts.OneEnvironment).Without(Authorization);
        host.Services.StopNow(host.Service(Gateway));

        HostReport report = (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok");

        Assert.Equal([AgentLine, "activegate config-not-found [Dynatrace Gateway inactive] "], Lines(report));
    }

    [Fact]
    public async Task What_does_not_fit_is_counted()
    {
        const int sections = 300;
        await using WindowsHost host = WithBoth(HostFacts.OneEnvironment + string.Concat(
            Enumerable.Range(0, sections).Select(static i => $"[env{i:00000}]\ntenantToken = t\n")));

        HostReport report = (await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "ok");

        Assert.Equal(AgentLine, Lines(report)[0]);
        Assert.InRange(report.Components![1].Environments.Count, 50, sections);
        Assert.Equal(sections + 1, report.Components[1].Environments.Count + report.Omitted);
    }

    [Fact]
    public async Task Commands_that_change_something_do_not_look_for_more()
    {
        await using WindowsHost host = WithBoth(HostFacts.OneEnvironment);

        Assert.Null((await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok").Components);
    }

    private static WindowsHost WithBoth(string authorization)
        => WithOneAgent().With(Authorization, authorization).WithDirectory(@"C:\Program Files\dynatrace\gateway").WithService(Gateway);

    private static List<string> Lines(HostReport report) => [
        .. report.Components!.Select(static c
            =>
            $"{c.Name} {c.Code} [{string.Join(',', c.Services.Select(static s => $"{s.Name} {s.State}"))}]"
                + $" {string.Join(',', c.Environments)}"),
    ];
}
