using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.HostTree;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>One probe is for the whole machine: it tells every component that it finds, whichever it was asked about.</summary>
public sealed class SurveyTests
{
    private const string AgentLine = "oneagent ok [oneagent active] abc12345";

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task A_probe_of_either_component_tells_both(Component component)
    {
        using HostTree host = WithBoth(OneEnvironment + "\n[other999]\r\ntenantToken = t\n");

        HostReport report = (await host.ProbeAsync(component)).Is(0, "probed", "ok");

        Assert.Equal([AgentLine, "activegate ok [dynatracegateway active] abc12345,other999"], Lines(report));
        Assert.Equal(0, report.Omitted);
        Assert.Equal(component is Component.ActiveGate ? "dynatracegateway" : "oneagent", Assert.Single(report.Services!).Name);
        Assert.False(host.Has(StateDirectory));
    }

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task What_was_not_asked_about_is_probed_in_the_same_run_and_tells_what_its_own_probe_would(Component component)
    {
        using HostTree host = WithBoth(OneEnvironment);
        Component other = component is Component.ActiveGate ? Component.OneAgent : Component.ActiveGate;

        HostReport own = (await host.ProbeAsync(other)).Is(0, "probed", "ok");
        HostReport report = (await host.ProbeAsync(component)).Is(0, "probed", "ok");

        report.TellsBeside(own);
    }

    [Fact]
    public async Task What_its_own_probe_would_refuse_is_told_beside_and_disturbs_no_other()
    {
        using HostTree host = WithBoth(OneEnvironment).Agent("token", "");

        HostReport report = (await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "ok");

        Assert.Equal((await host.ProbeAsync(Component.OneAgent)).Report.Code, report.Components![0].Code);
        Assert.Equal(("refused", null), (report.Components[0].Outcome, report.Components[0].Fingerprint));
        Assert.NotNull(report.Fingerprint);
    }

    [Fact]
    public async Task A_component_of_another_environment_is_not_probed()
    {
        using HostTree host = WithBoth("[other999]\ntenantToken = t\n");

        Assert.Null((await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Components![1].Outcome);
    }

    [Fact]
    public async Task A_probe_for_what_is_not_there_tells_what_is()
    {
        using HostTree host = WithOneAgent();

        Assert.Equal([AgentLine], Lines((await host.ProbeAsync(Component.ActiveGate)).Is(10, "notInstalled", "not-installed")));
    }

    [Fact]
    public async Task A_probe_of_a_bare_machine_tells_that_there_is_nothing()
    {
        using HostTree host = Create();

        HostReport report = (await host.ProbeAsync(Component.OneAgent)).Is(10, "notInstalled", "not-installed");

        Assert.Empty(report.Components!);
        Assert.Equal(0, report.Omitted);
    }

    [Fact]
    public async Task A_component_that_cannot_be_looked_at_is_told_with_the_reason_and_disturbs_no_other()
    {
        using HostTree host = WithBoth(OneEnvironment).Without(Authorization).Stopped("dynatracegateway");

        HostReport report = (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok");

        Assert.Equal([AgentLine, "activegate config-not-found [dynatracegateway inactive] "], Lines(report));
    }

    [Fact]
    public async Task An_agent_of_another_environment_is_told_with_it()
    {
        using HostTree host = WithBoth(OneEnvironment).Agent("tenant", "other999");

        Assert.Equal(
            "oneagent ok [oneagent active] other999",
            Lines((await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "ok"))[0]);
    }

    [Fact]
    public async Task An_agent_that_does_not_answer_is_told_as_such()
    {
        using HostTree host = WithBoth(OneEnvironment).WithCommand("timeout", "exit 124");

        Assert.Equal(
            "oneagent oneagentctl-failed [oneagent active] ",
            Lines((await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "ok"))[0]);
    }

    /// <summary>HostRun.Report holds the line to its 3 KB.</summary>
    [Theory]
    [InlineData(400, 8)]
    [InlineData(60, 36)]
    public async Task What_does_not_fit_is_counted(int sections, int length)
    {
        string more = string.Concat(Enumerable.Range(0, sections)
            .Select(i => $"[{i.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(length, 'e')}]\ntenantToken = t\n"));
        using HostTree host = WithBoth(OneEnvironment + more);

        HostReport report = (await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "ok");

        Assert.Equal(AgentLine, Lines(report)[0]);
        int told = report.Components![1].Environments.Count;
        Assert.InRange(told, 10, sections);
        Assert.Equal(sections + 1, told + report.Omitted);
    }

    [Fact]
    public async Task Commands_that_change_something_do_not_look_for_more()
    {
        using HostTree host = WithBoth(OneEnvironment);

        HostReport report = (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Null(report.Components);
    }

    private static HostTree WithBoth(string authorization)
        => WithOneAgent().With(Authorization, authorization).WithDirectory("/opt/dynatrace/gateway").WithService("dynatracegateway");

    private static List<string> Lines(HostReport report) => [
        .. report.Components!.Select(static c
            =>
            $"{c.Name} {c.Code} [{string.Join(',', c.Services.Select(static s => $"{s.Name} {s.State}"))}]"
                + $" {string.Join(',', c.Environments)}"),
    ];
}
