using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>Where an installation was put: read off the service's command line and the program's own file.</summary>
public sealed class PlaceTests
{
    private const string Home = @"C:\Program Files\dynatrace\gateway";
    private const string Program = $@"""{Home}\dynatracegateway.exe""";
    private const string Elsewhere = @"D:\dtconfig\gateway\config\authorization.properties";
    private const string OtherLog = @"D:\dtlog\gateway\dynatracegateway.0.0.log";

    [Theory]
    [InlineData("CONF_DIR=D:\\dtconfig\\gateway\\config\r\nLOG_DIR=D:\\dtlog\\gateway\r\n")]
    [InlineData("# written by the installer\r\nCONF_DIR = \"D:/dtconfig/gateway/config/\"  \r\nLOG_DIR = D\\:\\\\dtlog\\\\gateway")]
    [InlineData("-CONF_DIR D:\\dtconfig\\gateway\\config\n-LOG_DIR D:\\dtlog\\gateway\n")]
    [InlineData("CONFIG=D:\\dtconfig\nLOG=D:\\dtlog\n")]
    public async Task The_file_beside_the_program_tells_where_configuration_and_log_lie(string ini)
    {
        await using WindowsHost host = Moved(Program).With($@"{Home}\dynatracegateway.ini", ini);

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal((Elsewhere, false), (Assert.Single(report.Files!), report.Connected));
    }

    [Theory]
    [InlineData(Program + @" //RS//Dynatrace Gateway CONFIG=D:\dtconfig LOG=D:\dtlog")]
    [InlineData(Program + @" -CONF_DIR ""D:\dtconfig\gateway\config"" -LOG_DIR ""D:\dtlog\gateway""")]
    [InlineData(Program + @" -config E:\dt\own.ini")]
    public async Task The_services_command_line_tells_where_configuration_and_log_lie(string line)
    {
        await using WindowsHost host = Moved(line)
            .With(@"E:\dt\own.ini", "CONF_DIR=D:\\dtconfig\\gateway\\config\nLOG_DIR=D:\\dtlog\\gateway\n");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal((Elsewhere, false), (Assert.Single(report.Files!), report.Connected));
    }

    [Fact]
    public async Task A_configuration_that_nothing_names_is_refused_with_the_places_that_were_looked_at()
    {
        await using WindowsHost host = Moved(Program).With($@"{Home}\dynatracegateway.ini", "CONF_DIR=D:\\gone\n");

        string message = (await host.ProbeAsync(Component.ActiveGate)).Is(30, "refused", "config-not-found").Message;

        Assert.Contains(@"D:\gone or ", message, StringComparison.Ordinal);
        Assert.Contains(Config, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_that_the_program_names_wins_over_what_is_left_of_another()
    {
        await using WindowsHost host = Moved(Program)
            .With($@"{Home}\dynatracegateway.ini", "CONF_DIR=D:\\dtconfig\\gateway\\config\n")
            .With(Authorization, HostFacts.OneEnvironment);

        Assert.Equal([Elsewhere], (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Files);
        Assert.Equal(HostFacts.OneEnvironment, host.Read(Authorization));
    }

    [Fact]
    public async Task The_zRemote_of_another_configuration_directory_is_changed_with_it()
    {
        const string user = @"D:\dtconfig\zremote\agent\conf\zremoteagentuserconfig.conf";
        await using WindowsHost host = Moved(Program)
            .With($@"{Home}\dynatracegateway.ini", "CONF_DIR=D:\\dtconfig\\gateway\\config\n")
            .With(user, $"tenantToken {OldToken}\n");

        Assert.Equal([Elsewhere, user], (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Files);
    }

    [Theory]
    [InlineData(@"D:\gateway tools\dt\gateway\bin\dynatracegateway.exe", @"D:\gateway tools\dt\gateway")]
    [InlineData(@"""D:\gateway-tools\gateway\dynatracegateway.exe""", @"D:\gateway-tools\gateway")]
    [InlineData(@"D:\gateway\dt\gateway\bin\x.exe //RS//x", @"D:\gateway\dt\gateway")]
    public async Task A_directory_is_a_whole_name_on_a_path_and_not_a_part_of_one(string line, string gateway)
    {
        const string conf = @"remotepluginmodule\agent\conf\extensions.conf";
        string beside = $@"{gateway[..gateway.LastIndexOf('\\')]}\{conf}";
        await using WindowsHost host = Create()
            .WithService(Gateway, line)
            .With($@"{gateway}\config\authorization.properties", HostFacts.OneEnvironment)
            .With(beside, HostFacts.ExtensionsText);

        Assert.Equal(
            [$@"{gateway}\config\authorization.properties", beside],
            (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Files);
    }

    [Theory]
    [InlineData(@"D:\agent\oneagent\agent\tools\oneagentctl.exe")]
    [InlineData(@"D:\apps\one agent\agent\tools\oneagentctl.exe")]
    public async Task The_tool_of_an_agent_is_found_above_the_innermost_directory_agent(string control)
    {
        await using WindowsHost host = WithOneAgent(OneAgentControl).Without(OneAgentControl).WithControl(control)
            .WithPath(Agent, $@"""{control[..^@"tools\oneagentctl.exe".Length]}lib64\oneagentwatchdog.exe"" -config=""C:\x\agent\y.conf""");

        (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok");
    }

    [Fact]
    public async Task The_installation_that_the_service_names_wins_over_what_is_left_of_another()
    {
        await using WindowsHost host = WithOneAgent(@"D:\apps\oneagent\agent\tools\oneagentctl.exe").With(OneAgentControl, "not a program");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
    }

    private static WindowsHost Moved(string line)
    {
        WindowsHost host = Create().WithDirectory(Home).WithService(Gateway, line).With(Elsewhere, HostFacts.OneEnvironment)
            .With(OtherLog, "fine\n").With(Log, "of another installation\n");
        Func<string?> load = host.Service(Gateway).Load;
        host.Service(Gateway).Load = () =>
        {
            File.AppendAllText(host.Place(OtherLog), "REQUEST_REJECTED\n");
            return load();
        };
        return host;
    }
}
