using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.HostTree;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>When the script refuses, nothing of the component was touched and no service was stopped.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, string> BadAuthorizations => new()
    {
        { "no-section", "[other999]\ntenantToken = 0therT0ken\n" },
        { "no-section", "" },
        { "no-section", $"tenantToken = {OldToken}\n" },
        { "no-key", $"[{EnvironmentId}]\nauthToken = x\n" },
        { "no-key", $"[{EnvironmentId}]\ntenantToken =\n" },
        { "no-key", $"[{EnvironmentId}]\n# tenantToken = {OldToken}\n[other999]\ntenantToken = {OldToken}\n" },
        { "ambiguous-config", $"[{EnvironmentId}]\ntenantToken = {OldToken}\n[{EnvironmentId}]\nmainTenant = true\n" },
        { "ambiguous-config", $"[{EnvironmentId}]\ntenantToken = {OldToken}\ntenantToken = {OldToken}\n" },
        { "unexpected-token", $"[{EnvironmentId}]\ntenantToken = th1rdT0ken000000\n" },
        { "unexpected-token", $"[{EnvironmentId}]\ntenantToken = \"{OldToken}\"\n" },
        { "unexpected-token", $"[{EnvironmentId}]\ntenantToken = {OldToken}#comment\n" },
        { "unreadable-entry", $"[{EnvironmentId}]\ntenantToken: {OldToken}\n" },
        { "unreadable-entry", $"[{EnvironmentId}]\ntenantToken {OldToken}\n" },
        { "unreadable", $"[{EnvironmentId}]\ntenantToken = {OldToken}\n\0\n" },
    };

    [Theory]
    [MemberData(nameof(BadAuthorizations))]
    public async Task An_authorization_file_that_is_not_as_expected_is_refused(string code, string file)
        => await IsRefusedAsync(WithActiveGate(file), code);

    public static TheoryData<string, string, string> BadModuleFiles => new()
    {
        { "unexpected-token", "a third token", "TenantToken th1rdT0ken000000\n" },
        { "ambiguous-config", "two entries", $"TenantToken {OldToken}\ntenanttoken = {OldToken}\n" },
        { "unreadable-entry", "a separator nobody knows", $"TenantToken:{OldToken}\n" },
    };

    [Theory]
    [MemberData(nameof(BadModuleFiles))]
    public async Task A_module_file_that_is_not_as_expected_is_refused(string code, string what, string file)
    {
        Assert.NotEmpty(what);
        await IsRefusedAsync(WithFullActiveGate().With(ZRemoteUser, file), code);
    }

    [Fact]
    public async Task A_refusal_tells_the_fingerprint_that_it_found()
    {
        using HostTree host = WithActiveGate($"[{EnvironmentId}]\ntenantToken = th1rdT0ken000000\n");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "unexpected-token");

        Assert.Matches("^[0-9a-f]{16}$", report.Fingerprint);
        Assert.DoesNotContain(report.Fingerprint!, new[] { OldFingerprint, NewFingerprint });
        Assert.DoesNotContain("th1rdT0ken", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_refuses_what_apply_would_refuse()
    {
        using HostTree host = WithActiveGate().With(Extensions, "TenantToken th1rdT0ken000000\n");

        HostReport report = (await host.ProbeAsync(Component.ActiveGate)).Is(30, "refused", "unexpected-token");

        Assert.Equal(OldFingerprint, report.Fingerprint);
        Assert.False(host.Has(StateDirectory));
    }

    [Fact]
    public async Task A_link_that_leaves_its_directory_is_refused()
    {
        using HostTree host = WithActiveGate().With("/etc/elsewhere", OneEnvironment);
        host.Without(Authorization);
        File.CreateSymbolicLink(host.Path(Authorization), host.Path("/etc/elsewhere"));

        await IsRefusedAsync(host, "symlink", dispose: false);
        Assert.Equal(OneEnvironment, host.Read("/etc/elsewhere"));
    }

    [Fact]
    public async Task A_dangling_link_is_refused()
    {
        using HostTree host = WithActiveGate();
        File.CreateSymbolicLink(host.Path("/opt/dynatrace/gateway/config"), host.Path("/nowhere"));
        host.WithDirectory("/opt/dynatrace/zremote/agent/conf");
        File.CreateSymbolicLink(host.Path(ZRemote), "nowhere");

        await IsRefusedAsync(host, "unreadable");
    }

    [Fact]
    public async Task A_directory_in_the_place_of_a_file_is_refused()
        => await IsRefusedAsync(WithActiveGate().WithDirectory(Extensions), "unreadable");

    [Fact]
    public async Task A_file_with_a_second_hard_link_is_refused()
    {
        using HostTree host = WithActiveGate();
        await CliWrap.Cli.Wrap("/bin/ln")
            .WithArguments([host.Path(Authorization), host.Path("/var/lib/second")])
            .ExecuteAsync(TestContext.Current.CancellationToken);

        await IsRefusedAsync(host, "hard-link");
    }

    [Fact]
    public async Task An_immutable_file_is_refused_before_anything_stops()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "chattr needs root.");
        using HostTree host = WithActiveGate();
        CliWrap.CommandResult chattr = await CliWrap.Cli.Wrap("chattr").WithArguments(["+i", host.Path(Authorization)])
            .WithValidation(CliWrap.CommandResultValidation.None).ExecuteAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(chattr.ExitCode == 0, "The file system knows no immutable files.");
        try
        {
            await IsRefusedAsync(host, "read-only", dispose: false);
        }
        finally
        {
            await CliWrap.Cli.Wrap("chattr")
                .WithArguments(["-i", host.Path(Authorization)])
                .ExecuteAsync(TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("cp", 1, "No space left on device", "no-space")]
    [InlineData("cp", 2, "No space left on device", "no-space")]
    [InlineData("cp", 3, "Read-only file system", "read-only")]
    [InlineData("cp", 4, "Operation not permitted", "cannot-write")]
    [InlineData("mkdir", 2, "No space left on device", "cannot-write")]
    public async Task A_disk_that_takes_no_backup_or_successor_is_refused_before_anything_stops(
        string tool,
        int call,
        string message,
        string code)
        => await IsRefusedAsync(WithFullActiveGate().Fails(tool, call, message), code);

    [Fact]
    public async Task A_work_directory_that_somebody_else_planted_is_refused()
    {
        using HostTree host = WithActiveGate().WithDirectory("/etc/target");
        Directory.CreateSymbolicLink(host.Path("/var/lib/dynatrace/gateway/config/.dynatrace-token-rotation"), host.Path("/etc/target"));

        HostRun run = await host.ApplyAsync(Component.ActiveGate);

        run.Is(30, "refused", "cannot-write");
        Assert.Empty(Directory.GetFileSystemEntries(host.Path("/etc/target")));
    }

    [Fact]
    public async Task A_work_directory_of_another_user_is_refused()
    {
        const string planted = "/var/lib/dynatrace/gateway/config/.dynatrace-token-rotation";
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "chown needs root.");
        using HostTree host = WithActiveGate().WithDirectory(planted);
        await CliWrap.Cli.Wrap("/bin/chown")
            .WithArguments(["1234", host.Path(planted)])
            .ExecuteAsync(TestContext.Current.CancellationToken);

        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "cannot-write");

        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.Equal(0, host.StartsOf("dynatracegateway"));
    }

    [Fact]
    public async Task A_full_disk_is_refused_before_anything_stops()
    {
        using HostTree host = WithActiveGate().WithDirectory("/var/lib/dynatrace/gateway/config");
        await using Mount mount = await Mount.CreateAsync(host.Path("/var/lib/dynatrace/gateway/config"), "size=64k");
        host.With(Authorization, OneEnvironment + new string('#', 40_000));

        await IsRefusedAsync(host, "no-space", dispose: false);
    }

    [Fact]
    public async Task A_disk_that_fills_up_with_the_last_byte_is_refused_before_anything_stops()
    {
        // Room for the copy, and not for the new token, which is longer.
        using HostTree host = WithActiveGate(OneEnvironment + new string('#', 4096 - OneEnvironment.Length));
        host.Under("trap '' XFSZ; ulimit -f 8");

        await IsRefusedAsync(host, "cannot-write", dispose: false);
    }

    [Fact]
    public async Task A_file_system_that_is_mounted_read_only_is_refused_before_anything_stops()
    {
        using HostTree host = WithActiveGate();
        await using Mount mount = await Mount.CreateAsync(host.Path("/var/lib/dynatrace/gateway/config"), "size=1m");
        host.With(Authorization, OneEnvironment);
        await mount.RemountAsync("ro");

        await IsRefusedAsync(host, "read-only", dispose: false);
    }

    [Fact]
    public async Task A_state_directory_that_is_a_link_is_refused()
    {
        using HostTree host = WithActiveGate().WithDirectory("/etc/target");
        Directory.CreateSymbolicLink(host.Path(StateDirectory), host.Path("/etc/target"));

        await IsRefusedAsync(host, "state-not-writable", dispose: false);
        Assert.Empty(Directory.GetFileSystemEntries(host.Path("/etc/target")));
    }

    [Fact]
    public async Task A_damaged_marker_is_refused()
        => await IsRefusedAsync(
            WithActiveGate().With($"{StateDirectory}/{EnvironmentId}.activegate", "generation=many\n"),
            "marker-unreadable");

    [Fact]
    public async Task An_empty_marker_is_none()
    {
        using HostTree host = WithActiveGate().With($"{StateDirectory}/{EnvironmentId}.activegate", "");

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task A_machine_without_any_way_to_guard_is_refused()
        => await IsRefusedAsync(WithActiveGate().Lacks("systemd-run").Lacks("setsid").Lacks("nohup"), "no-guard");

    [Fact]
    public async Task A_machine_without_SHA256_is_refused()
        => await IsRefusedAsync(WithActiveGate().Lacks("sha256sum"), "no-sha256");

    [Fact]
    public async Task A_systemctl_that_does_not_answer_is_refused()
        => await IsRefusedAsync(WithActiveGate().Fails("systemctl", 1), "systemctl-failed");

    [Fact]
    public async Task An_ActiveGate_without_its_service_is_refused()
        => await IsRefusedAsync(Create().With(Authorization, OneEnvironment).WithDirectory("/opt/dynatrace/gateway"), "no-service");

    [Fact]
    public async Task A_service_without_its_configuration_is_refused()
        => await IsRefusedAsync(Create().WithService("dynatracegateway"), "config-not-found");

    [Theory]
    [InlineData("cp")]
    [InlineData("stat")]
    [InlineData("flock")]
    [InlineData("mv")]
    public async Task A_command_that_never_works_is_a_refusal_and_no_harm(string tool)
    {
        using HostTree host = WithFullActiveGate().Fails(tool, 0);

        HostRun run = await host.ApplyAsync(Component.ActiveGate, more: ("LOCK_S", "0"));

        Assert.Equal(30, run.ExitCode);
        Assert.Equal("refused", run.Report.Outcome);
        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.Equal(0, host.StartsOf("dynatracegateway"));
        Assert.Empty(host.Timers);
    }

    private static async Task IsRefusedAsync(HostTree host, string code, bool dispose = true)
    {
        try
        {
            string before = await host.MetadataAsync();
            (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", code);
            Assert.Equal(before, await host.MetadataAsync());
            Assert.Equal(0, host.StartsOf("dynatracegateway"));
            Assert.Empty(host.Timers);
            Assert.DoesNotContain(host.Calls, call => call.StartsWith("systemctl stop dynatracegateway", StringComparison.Ordinal));
        }
        finally
        {
            if (dispose)
            {
                host.Dispose();
            }
        }
    }
}
