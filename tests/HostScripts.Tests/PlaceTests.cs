using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.HostTree;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>
/// Where an installation was put by CONFIG=, LOG= and INSTALL=: read off the unit, its environment and the program's own file.
/// </summary>
public sealed class PlaceTests
{
    private const string Program = "/opt/dynatrace/gateway/dynatracegateway";
    private const string Ini = "/opt/dynatrace/gateway/dynatracegateway.ini";
    private const string Elsewhere = "/data/dtconfig/gateway/config/authorization.properties";

    [Theory]
    [InlineData("CONF_DIR=/data/dtconfig/gateway/config\nLOG_DIR=/data/dtlog/gateway\n", "plain")]
    [InlineData(
        "# written by the installer\r\nCONF_DIR = \"/data/dtconfig/gateway/config/\"  \r\nLOG_DIR = /data/dtlog/gateway\r\n",
        "quoted, with Windows line ends")]
    [InlineData("[x]\n-CONF_DIR /data/dtconfig/gateway/config\n-LOG_DIR /data/dtlog/gateway", "as arguments, without a last line end")]
    [InlineData("CONFIG=/data/dtconfig\nLOG=/data/dtlog\n", "the installer's own words")]
    [InlineData("CONF_DIR=../../../data/dtconfig/gateway/config\nLOG_DIR=../../../data/dtlog/gateway\n", "relative to the file")]
    public async Task The_file_beside_the_program_tells_where_configuration_and_log_lie(string ini, string how)
    {
        using HostTree host = Moved().With(Ini, ini);

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.True(NewToken.Length > 0 && host.Read(Elsewhere).Contains(NewToken, StringComparison.Ordinal), how);
        Assert.Equal("/authorization.properties", report.Files![0][^25..]);
        Assert.False(report.Connected, "The rejection is in the log that the file names.");
    }

    [Theory]
    [InlineData("exec", Program + " start CONFIG=/data/dtconfig LOG=/data/dtlog")]
    [InlineData("exec", Program + " -CONF_DIR /data/dtconfig/gateway/config -LOG_DIR /data/dtlog/gateway")]
    [InlineData("exec", Program + " -config /etc/dt/own.ini")]
    [InlineData("environment", "CONFIG=/data/dtconfig \"LOG=/data/dtlog\"")]
    [InlineData("environment-file", "/etc/default/dynatracegateway")]
    public async Task The_unit_tells_where_configuration_and_log_lie(string what, string text)
    {
        const string places = "CONFIG=/data/dtconfig\nLOG=/data/dtlog\n";
        using HostTree host = Moved()
            .World($"dynatracegateway/{what}", text)
            .With("/etc/dt/own.ini", places)
            .With("/etc/default/dynatracegateway", places);

        Assert.False((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);

        Assert.Contains(NewToken, host.Read(Elsewhere), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_nothing_names_is_refused_with_the_places_that_were_looked_at()
    {
        using HostTree host = Moved().With(Ini, "CONF_DIR=/data/gone\n");

        HostReport report = (await host.ProbeAsync(Component.ActiveGate)).Is(30, "refused", "config-not-found");

        Assert.Contains("/data/gone", report.Message, StringComparison.Ordinal);
        Assert.Contains("/var/lib/dynatrace/gateway/config", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_that_the_program_names_wins_over_what_is_left_of_another()
    {
        using HostTree host = Moved().With(Ini, "CONF_DIR=/data/dtconfig/gateway/config\n").With(Authorization, OneEnvironment);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Contains(NewToken, host.Read(Elsewhere), StringComparison.Ordinal);
        Assert.Equal(OneEnvironment, host.Read(Authorization));
    }

    [Fact]
    public async Task The_zRemote_of_another_configuration_directory_is_changed_with_it()
    {
        const string user = "/data/dtconfig/zremote/agent/conf/zremoteagentuserconfig.conf";
        using HostTree host = Moved().With(Ini, "CONF_DIR=/data/dtconfig/gateway/config\n").With(user, $"tenantToken {OldToken}\n");

        Assert.Equal([Elsewhere, user], (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Files);
    }

    [Fact]
    public async Task The_modules_lie_beside_the_program_that_the_unit_names()
    {
        const string conf = "/data/dt/remotepluginmodule/agent/conf/extensions.conf";
        using HostTree host = WithActiveGate()
            .WithService("dynatracegateway", "/data/dt/gateway/dynatracegateway start")
            .WithDirectory("/data/dt/gateway")
            .With(conf, ExtensionsText)
            .With(Extensions, "TenantToken n0tOfThisInstallation\n");

        Assert.Equal([Authorization, conf], (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Files);
    }

    [Theory]
    [InlineData("/data/gateway-tools/dt/gateway/bin/dynatracegateway", "/data/gateway-tools/dt/gateway")]
    [InlineData("/data/gateways/gateway/dynatracegateway", "/data/gateways/gateway")]
    [InlineData("/data/gateway/dt/gateway/linux/gateway.sh", "/data/gateway/dt/gateway")]
    [InlineData("/data/gateway/dt/linux/gateway.sh", "/data/gateway")]
    public async Task A_directory_is_a_whole_name_on_a_path_and_not_a_part_of_one(string program, string gateway)
    {
        using HostTree host = Create()
            .WithService("dynatracegateway", $"{program} start")
            .With($"{gateway}/config/authorization.properties", OneEnvironment)
            .With("/data/config/authorization.properties", "[x]\n");

        Assert.Equal(
            [$"{gateway}/config/authorization.properties"],
            (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Files);
    }

    [Fact]
    public async Task A_program_whose_path_has_a_blank_is_found_through_its_unit()
    {
        const string home = "/data/my programs/gateway";
        using HostTree host = Create()
            .WithService("dynatracegateway", $"{home}/dynatracegateway start")
            .World("dynatracegateway/program", $"{home}/dynatracegateway")
            .With($"{home}/config/authorization.properties", OneEnvironment);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
    }

    [Theory]
    [InlineData("../../../opt/dynatrace/gateway/initscripts/dynatracegateway")]
    [InlineData("/opt/dynatrace/gateway/initscripts/dynatracegateway")]
    public async Task A_unit_that_was_made_of_an_init_script_leads_to_the_program_through_its_link(string link)
    {
        using HostTree host = Moved()
            .With(Ini, "CONF_DIR=/data/dtconfig/gateway/config\n")
            .WithDirectory("/etc/rc.d/init.d")
            .With("/opt/dynatrace/gateway/initscripts/dynatracegateway", "#!/bin/sh\n")
            .WithService("dynatracegateway", "/etc/rc.d/init.d/dynatracegateway start");
        File.CreateSymbolicLink(host.Path("/etc/rc.d/init.d/dynatracegateway"), link);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
    }

    [Theory]
    [InlineData("../../../data/dynatrace/oneagent/agent/initscripts/oneagent", true)]
    [InlineData("/data/dynatrace/oneagent/agent/initscripts/oneagent", true)]
    [InlineData("/data/elsewhere/oneagent", false)]
    public async Task The_tool_of_an_agent_is_found_through_a_unit_that_was_made_of_an_init_script(string link, bool found)
    {
        using HostTree host = WithOneAgent()
            .Without(OneAgentTools)
            .WithOneAgentTools("/data/dynatrace/oneagent/agent/tools")
            .WithDirectory("/etc/rc.d/init.d")
            .With("/data/dynatrace/oneagent/agent/initscripts/oneagent", "#!/bin/sh\n")
            .WithService("oneagent", "/etc/rc.d/init.d/oneagent start");
        File.CreateSymbolicLink(host.Path("/etc/rc.d/init.d/oneagent"), link);

        HostRun probe = await host.ProbeAsync(Component.OneAgent);

        if (found)
        {
            probe.Is(0, "probed", "ok");
            (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
        }
        else
        {
            Assert.Contains(
                "/opt/dynatrace/oneagent/agent/tools/oneagentctl",
                probe.Is(30, "refused", "no-oneagentctl").Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/data/agent/oneagent/agent/initscripts/oneagent", "/data/agent/oneagent")]
    [InlineData("/data/oneagent/agent/bin/agent/watchdog", "/data/oneagent")]
    [InlineData("/data/agents/oneagent/agent/lib64/oneagentwatchdog", "/data/agents/oneagent")]
    public async Task The_installation_of_an_agent_is_what_lies_above_the_directory_with_its_tool(string program, string home)
    {
        using HostTree host = WithOneAgent()
            .Without(OneAgentTools)
            .WithOneAgentTools($"{home}/agent/tools")
            .WithService("oneagent", $"{program} start");

        (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok");
    }

    private static HostTree Moved()
    {
        HostTree host = Create()
            .WithDirectory("/opt/dynatrace/gateway")
            .WithService("dynatracegateway", $"{Program} start")
            .With(Elsewhere, OneEnvironment)
            .With("/data/dtlog/gateway/dynatracegateway.0.0.log", "fine\n")
            .With("/var/log/dynatrace/gateway/dynatracegateway.0.0.log", "of another installation\n");
        return host.World(
            "dynatracegateway/on-start",
            $"echo REQUEST_REJECTED >>'{host.Path("/data/dtlog/gateway/dynatracegateway.0.0.log")}'");
    }
}
