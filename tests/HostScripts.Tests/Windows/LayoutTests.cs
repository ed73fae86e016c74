using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>Where an installation can lie, and what a probe says about it without touching anything.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData("probe", Component.ActiveGate)]
    [InlineData("apply", Component.ActiveGate)]
    [InlineData("probe", Component.OneAgent)]
    [InlineData("apply", Component.OneAgent)]
    public async Task A_machine_without_the_component_says_so_and_is_left_untouched(string action, Component component)
    {
        await using WindowsHost host = Create();

        (action is "probe" ? await host.ProbeAsync(component) : await host.ApplyAsync(component)).Is(10, "notInstalled", "not-installed");

        Assert.Empty(host.AllFiles());
        Assert.False(host.Has(StateDirectory));
    }

    [Fact]
    public async Task A_probe_tells_what_is_there_and_changes_nothing()
    {
        await using WindowsHost host = WithModule();
        string before = host.Contents();

        HostReport report = (await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "ok");

        Assert.Equal((before, HostFacts.OldFingerprint), (host.Contents(), report.Fingerprint));
        Assert.Equal([Gateway, ExtensionsController], report.Services!.Select(static s => s.Name));
        Assert.All(report.Services!, static service => Assert.Equal("active", service.State));
        Assert.False(host.Has(StateDirectory));
    }

    [Fact]
    public async Task The_configuration_of_an_uninstalled_ActiveGate_is_no_ActiveGate()
    {
        await using WindowsHost host = Create().With(Authorization, HostFacts.OneEnvironment);

        (await host.ProbeAsync(Component.ActiveGate)).Is(10, "notInstalled", "not-installed");
    }

    [Fact]
    public async Task An_ActiveGate_without_its_service_is_refused()
    {
        await using WindowsHost host = Create()
            .With(Authorization, HostFacts.OneEnvironment)
            .WithDirectory(@"C:\Program Files\dynatrace\gateway");

        (await host.ProbeAsync(Component.ActiveGate)).Is(30, "refused", "no-service");
    }

    [Fact]
    public async Task A_service_without_its_configuration_is_refused()
    {
        await using WindowsHost host = Create().WithService(Gateway, @"C:\dt\gateway\x.exe");

        (await host.ProbeAsync(Component.ActiveGate)).Is(30, "refused", "config-not-found");
    }

    [Theory]
    [InlineData("custom.properties", "rootDir = D:\\dt\\gateway\r\n")]
    [InlineData("config.properties", "[x]\nother=1\nrootDir=D:/dt/gateway/\n")]
    [InlineData("config.properties", "rootDir = D\\:\\\\dt\\\\gateway\n")]
    public async Task The_modules_lie_beside_rootDir(string name, string text)
    {
        const string conf = @"D:\dt\remotepluginmodule\agent\conf\extensions.conf";
        await using WindowsHost host = WithActiveGate().WithDirectory(@"D:\dt\gateway").With($@"{Config}\{name}", text)
            .With(conf, $"TenantToken {OldToken}\n").With(Extensions, "TenantToken n0tOfThisInstallation\n");

        Assert.Equal([Authorization, conf], (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Files);
    }

    [Theory]
    [InlineData("rootDir = D:\\gone\\gateway\n")]
    [InlineData("rootDir = gateway\n")]
    public async Task A_rootDir_that_leads_nowhere_is_refused(string text)
    {
        await using WindowsHost host = WithActiveGate().With(Config + @"\custom.properties", text);

        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "config-not-found");
    }

    [Fact]
    public async Task The_services_command_line_shows_where_a_customised_installation_lies()
    {
        await using WindowsHost host = Create()
            .WithService(Gateway, @"""E:\apps\dynatrace\gateway\dynatracegateway.exe"" //RS//Dynatrace Gateway")
            .With(@"E:\apps\dynatrace\gateway\config\authorization.properties", HostFacts.OneEnvironment);

        Assert.Equal(
            [@"E:\apps\dynatrace\gateway\config\authorization.properties"],
            (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Files);
    }

    [Fact]
    public async Task Two_installations_are_refused_with_their_paths()
    {
        await using WindowsHost host = WithActiveGate()
            .With(@"C:\Program Files\dynatrace\gateway\config\authorization.properties", HostFacts.OneEnvironment);

        HostReport report = (await host.ProbeAsync(Component.ActiveGate)).Is(30, "refused", "several-installations");

        Assert.Contains(Config, report.Message, StringComparison.Ordinal);
        Assert.Contains(@"C:\Program Files\dynatrace\gateway\config", report.Message, StringComparison.Ordinal);
    }
}
