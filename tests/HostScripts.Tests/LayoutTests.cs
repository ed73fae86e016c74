using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.HostTree;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>Where an installation can lie, which services it can have, and what a probe says about it without touching anything.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData("probe", Component.ActiveGate)]
    [InlineData("apply", Component.ActiveGate)]
    [InlineData("restore", Component.ActiveGate)]
    [InlineData("probe", Component.OneAgent)]
    [InlineData("apply", Component.OneAgent)]
    public async Task A_machine_without_the_component_says_so_and_is_left_untouched(string action, Component component)
    {
        using HostTree host = Create();
        string before = await host.MetadataAsync();

        HostRun run = action switch
        {
            "probe" => await host.ProbeAsync(component),
            "apply" => await host.ApplyAsync(component),
            _ => await host.RestoreAsync(component),
        };

        run.Is(10, "notInstalled", "not-installed");
        Assert.Equal(before, await host.MetadataAsync());
        Assert.False(host.Has(StateDirectory));
    }

    [Fact]
    public async Task The_configuration_of_an_uninstalled_ActiveGate_is_no_ActiveGate()
    {
        using HostTree host = Create().With(Authorization, OneEnvironment);

        (await host.ProbeAsync(Component.ActiveGate)).Is(10, "notInstalled", "not-installed");
    }

    [Theory]
    [InlineData("custom.properties", "rootDir = /applis/dynatrace/gateway\n")]
    [InlineData("config.properties", "[x]\nother=1\nrootDir=/applis/dynatrace/gateway/\n")]
    [InlineData("custom.properties", "rootDir:/applis/dynatrace/gateway   \r\n")]
    public async Task The_modules_lie_beside_rootDir(string name, string text)
    {
        const string conf = "/applis/dynatrace/remotepluginmodule/agent/conf/extensions.conf";
        using HostTree host = WithActiveGate().WithDirectory("/applis/dynatrace/gateway")
            .With($"/var/lib/dynatrace/gateway/config/{name}", text)
            .With(conf, $"TenantToken {OldToken}\n")
            .With(Extensions, "TenantToken n0tOfThisInstallation\n");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal([Authorization, conf], report.Files);
    }

    [Fact]
    public async Task CustomProperties_wins_over_configProperties()
    {
        using HostTree host = WithActiveGate()
            .With("/var/lib/dynatrace/gateway/config/custom.properties", "rootDir = /a/gateway\n")
            .With("/var/lib/dynatrace/gateway/config/config.properties", "rootDir = /b/gateway\n")
            .With("/b/zremote/agent/conf/ruxitagent.conf", "tenantToken 0therT0ken\n");

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
    }

    [Theory]
    [InlineData("/data/dt/gateway/linux/gateway.sh -CONFIG_DIR /data/dt/gateway/config")]
    [InlineData("/data/dt/gateway/linux/gateway.sh")]
    public async Task The_units_command_line_shows_where_a_customised_installation_lies(string exec)
    {
        const string file = "/data/dt/gateway/config/authorization.properties";
        using HostTree host = Create().With(file, OneEnvironment).WithService("dynatracegateway", exec);

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal([file], report.Files);
    }

    [Fact]
    public async Task Odd_characters_in_a_path_are_only_characters()
    {
        using HostTree host = WithActiveGate(name: "odd [0-9]* $HOME `id` 'q' \"d\" é")
            .With(Extensions, ExtensionsText)
            .WithService("extensionsmodule");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");

        Assert.Equal([Authorization, Extensions], report.Files);
        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.Empty(host.Leftovers());
    }

    [Fact]
    public async Task Two_installations_are_refused_with_their_paths()
    {
        using HostTree host = WithActiveGate().With("/opt/dynatrace/gateway/config/authorization.properties", OneEnvironment);

        HostReport report = (await host.ProbeAsync(Component.ActiveGate)).Is(30, "refused", "several-installations");

        Assert.Contains("/var/lib/dynatrace/gateway/config", report.Message, StringComparison.Ordinal);
        Assert.Contains("/opt/dynatrace/gateway/config", report.Message, StringComparison.Ordinal);
        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "several-installations");
    }

    [Fact]
    public async Task One_installation_under_two_names_is_one()
    {
        using HostTree host = WithActiveGate();
        File.CreateSymbolicLink(host.Path("/opt/dynatrace/gateway/config"), host.Path("/var/lib/dynatrace/gateway/config"));

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task Directories_may_be_links()
    {
        using HostTree host = WithActiveGate();
        Directory.CreateDirectory(host.Path("/data"));
        Directory.Move(host.Path("/var/lib/dynatrace"), host.Path("/data/dynatrace"));
        Directory.CreateSymbolicLink(host.Path("/var/lib/dynatrace"), host.Path("/data/dynatrace"));

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Contains(NewToken, host.Read("/data/dynatrace/gateway/config/authorization.properties"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_another_name_in_the_same_directory_stays_a_link()
    {
        using HostTree host = WithActiveGate();
        File.Move(host.Path(Authorization), host.Path(Authorization + ".real"));
        File.CreateSymbolicLink(host.Path(Authorization), "authorization.properties.real");

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.NotNull(new FileInfo(host.Path(Authorization)).LinkTarget);
        Assert.Contains(NewToken, host.Read(Authorization), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_running_services_of_the_ActiveGate_are_restarted_and_no_other()
    {
        using HostTree host = WithFullActiveGate().WithService("remotepluginmodule", running: false).WithService("vuc");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal(["dynatracegateway active", "extensionsmodule active", "remotepluginmodule inactive", "zremote active", "vuc active"],
            report.Services!.Select(service => $"{service.Name} {service.State}"));
        Assert.All(["dynatracegateway", "extensionsmodule", "zremote", "vuc"], service => Assert.Equal(1, host.StartsOf(service)));
        Assert.Equal(0, host.StartsOf("dynatraceautoupdater"));
        Assert.True(host.Runs("dynatraceautoupdater"));
        Assert.False(host.Runs("remotepluginmodule"));
    }

    [Fact]
    public async Task An_ActiveGate_that_does_not_run_gets_the_token_and_is_left_stopped()
    {
        using HostTree host = WithActiveGate().Stopped("dynatracegateway");

        Assert.Null((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
        Assert.False(host.Runs("dynatracegateway"));

        // Nor does the repetition start it.
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "alreadyCurrent", "ok");
        Assert.False(host.Runs("dynatracegateway"));
    }

    [Fact]
    public async Task Init_scripts_are_used_where_systemd_does_not_run()
    {
        using HostTree host = WithFullActiveGate().WithSysV("dynatracegateway", "extensionsmodule", "zremote");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.Equal(3, report.Services!.Count);
        Assert.All(report.Services, service => Assert.Equal("active", service.State));
        Assert.All(["dynatracegateway", "extensionsmodule", "zremote"], service => Assert.Equal(1, host.StartsOf(service)));

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "alreadyCurrent", "ok");
        Assert.Equal(1, host.StartsOf("zremote"));
        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");
    }

    [Fact]
    public async Task Init_scripts_are_called_themselves_where_there_is_no_service_command()
    {
        using HostTree host = WithFullActiveGate().WithSysV("dynatracegateway", "extensionsmodule", "zremote").Lacks("service");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.All(report.Services!, service => Assert.Equal("active", service.State));
        Assert.All(
            ["dynatracegateway", "extensionsmodule", "zremote"],
            service => Assert.True(host.IsCurrent(service) && host.StartsOf(service) == 1));
    }

    [Theory]
    [InlineData("4")]
    [InlineData("127")]
    public async Task An_init_script_that_does_not_tell_its_state_is_refused(string status)
    {
        using HostTree host = WithFullActiveGate().WithSysV("dynatracegateway", "zremote").World("zremote/status", status);

        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "systemctl-failed");

        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.True(host.Runs("dynatracegateway"));
    }

    [Fact]
    public async Task A_probe_tells_the_state_and_changes_nothing()
    {
        using HostTree host = WithFullActiveGate();
        string before = await host.MetadataAsync();

        HostReport report = (await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "ok");

        Assert.Equal(("probe", "activegate", OldFingerprint), (report.Action, report.Component, report.Fingerprint));
        Assert.InRange(
            report.Clock,
            TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 60,
            TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        Assert.All(report.Services!, service => Assert.InRange(service.StartedAt, report.Clock - 3700, report.Clock - 3500));
        Assert.Equal(before, await host.MetadataAsync());
        Assert.False(host.Has(StateDirectory));
        Assert.Equal(0, host.StartsOf("dynatracegateway"));
    }

    [Fact]
    public async Task A_rejection_in_the_log_after_the_start_is_reported()
    {
        using HostTree host = WithActiveGate();
        host.World(
            "dynatracegateway/on-start",
            $"echo 'message has an error: REQUEST_REJECTED' >>'{host.Path("/var/log/dynatrace/gateway/dynatrace.0.log")}'");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.False(report.Connected);
        Assert.Contains("REQUEST_REJECTED", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_is_found_at_the_head_of_much_log()
    {
        using HostTree host = WithActiveGate();
        host.World(
            "dynatracegateway/on-start",
            "{ echo REQUEST_REJECTED; head -c 4000000 /dev/zero | tr '\\0' '\\n'; }"
                + $" >>'{host.Path("/var/log/dynatrace/gateway/dynatrace.0.log")}'");

        Assert.False((await host.ApplyAsync(Component.ActiveGate, 5, ("SHELLOPTS", "pipefail"))).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task A_quiet_log_is_called_the_weak_proof_that_it_is()
    {
        using HostTree host = WithActiveGate();

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.True(report.Connected);
        Assert.Contains("weak proof", report.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tail")]
    [InlineData("grep")]
    public async Task A_log_that_cannot_be_read_proves_nothing(string tool)
    {
        using HostTree host = WithActiveGate().WithCommand(tool, "exit 2");
        host.World("dynatracegateway/on-start", $"echo fine >>'{host.Path("/var/log/dynatrace/gateway/dynatrace.0.log")}'");

        Assert.Null((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task An_ActiveGate_without_a_log_proves_nothing_by_it()
    {
        using HostTree host = WithActiveGate().Without("/var/log/dynatrace/gateway");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Null(report.Connected);
        Assert.Contains("no log", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_from_before_the_start_is_not()
    {
        using HostTree host = WithActiveGate().With("/var/log/dynatrace/gateway/dynatrace.0.log", "REQUEST_REJECTED\n");
        host.World("dynatracegateway/on-start", $"echo fine >>'{host.Path("/var/log/dynatrace/gateway/dynatrace.0.log")}'");

        Assert.True((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task A_new_log_file_is_read_from_its_beginning()
    {
        using HostTree host = WithActiveGate();
        host.World("dynatracegateway/on-start", $"echo REQUEST_REJECTED >'{host.Path("/var/log/dynatrace/gateway/dynatrace.1.log")}'");

        Assert.False((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }
}
