using System.Diagnostics;
using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.Tooling;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>SIGKILL right after the stop, and nobody ever comes back: the guard has the services running again.</summary>
public sealed class GuardTests
{
    private const string AfterTheStop = "mv -f -- ./authorization.properties.new ../*";

    public static TheoryData<string> Managers => ["systemd-run", "setsid", "nohup", "init scripts"];

    [Theory]
    [MemberData(nameof(Managers))]
    public async Task The_guard_starts_what_a_killed_script_left_stopped(string manager)
    {
        using HostTree host = With(manager);

        // The guard's time passes when the test says so.
        host.WithCommand("sleep", """
            [ "$1" = 600 ] || exec sleep "$1"
            while [ -e "$tree/world" ] && [ ! -e "$tree/world/guard-time-is-over" ]; do sleep 0.05; done
            """);
        host.KillOn(AfterTheStop);

        HostRun run = await host.ApplyAsync(Component.ActiveGate);

        Assert.Equal(137, run.ExitCode);
        Assert.False(host.Runs("dynatracegateway"));
        Assert.False(host.Runs("zremote"));
        host.World("guard-time-is-over", "");
        await UntilAsync(() => host.Runs("dynatracegateway") && host.Runs("zremote"), "the guard has started the services");
        Assert.Equal((1, 1), (host.StartsOf("dynatracegateway"), host.StartsOf("zremote")));
        Assert.False(host.Runs("remotepluginmodule"));
        Assert.Equal(OneEnvironment, host.Read(Authorization));
    }

    [Theory]
    [MemberData(nameof(Managers))]
    public async Task The_guard_is_disarmed_when_the_script_is_through(string manager)
    {
        using HostTree host = With(manager);

        (await host.ApplyAsync(Component.ActiveGate, 5, ("GUARD_S", "300"))).Is(0, "rotated", "ok");

        Assert.Empty(host.Timers);
        await UntilAsync(
            () => !SleepersOf(host).Any(line => line.Contains("dynatrace-token-guard", StringComparison.Ordinal)),
            "the guard, which was told to end, is gone");
    }

    [Fact]
    public async Task The_next_run_disarms_the_guard_of_the_killed_one()
    {
        using HostTree host = With("setsid");
        await host.KillOn(AfterTheStop).ApplyAsync(Component.ActiveGate, 5, ("GUARD_S", "300"));
        Assert.Single(SleepersOf(host));

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        await UntilAsync(() => !SleepersOf(host).Any(), "the guard is gone");
    }

    [Fact]
    public async Task A_guard_that_fires_in_the_middle_does_no_harm()
    {
        using HostTree host = With("systemd-run");

        // The service takes its time to stop; the guard starts it meanwhile.
        host.World("zremote/on-stop", "sleep 2");
        HostRun run = await host.ApplyAsync(Component.ActiveGate, 5, ("GUARD_S", "1"), ("STOP_S", "4"));

        Assert.Contains(run.ExitCode, new[] { 0, 40 });
        Assert.True(host.IsCurrent("dynatracegateway"));
        Assert.True(host.IsCurrent("zremote"));
    }

    [Theory]
    [InlineData("setsid")]
    [InlineData("nohup")]
    public async Task A_detached_guard_leaves_the_cgroup_that_dies_with_the_run_command(string manager)
    {
        string[] hierarchies =
        [
            "/sys/fs/cgroup/cgroup.procs",
            "/sys/fs/cgroup/systemd/cgroup.procs",
            "/sys/fs/cgroup/unified/cgroup.procs",
        ];
        using HostTree host = With(manager);
        foreach (string procs in hierarchies)
        {
            host.With(procs, "");
        }

        await host.KillOn(AfterTheStop).ApplyAsync(Component.ActiveGate, 5, ("GUARD_S", "60"));

        await UntilAsync(() => hierarchies.All(procs => host.Read(procs).EndsWith('\n')), "the guard is in cgroups of its own");
        string marker = host.Read($"{StateDirectory}/{EnvironmentId}.activegate");
        Assert.All(hierarchies, procs => Assert.Contains($"guard=pid:{host.Read(procs).TrimEnd()}:", marker, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_guard_knows_no_token()
    {
        using HostTree host = With("setsid");
        await host.KillOn(AfterTheStop).ApplyAsync(Component.ActiveGate, 5, ("GUARD_S", "300"));

        string guard = Assert.Single(SleepersOf(host));

        Assert.DoesNotContain(NewToken, guard, StringComparison.Ordinal);
        Assert.DoesNotContain(OldToken, guard, StringComparison.Ordinal);
    }

    private static HostTree With(string manager)
    {
        HostTree host = WithFullActiveGate().WithService("remotepluginmodule", running: false).World("guards-fire", "");
        return manager switch
        {
            "setsid" => host.Lacks("systemd-run"),
            "nohup" => host.Lacks("systemd-run").Lacks("setsid"),
            "init scripts" => host.WithSysV("dynatracegateway", "extensionsmodule", "zremote", "remotepluginmodule"),
            _ => host,
        };
    }

    // Command line and environment of the detached guards of this tree.
    private static IEnumerable<string> SleepersOf(HostTree host)
        => Process.GetProcesses().Select(Describe).Where(text => text.Contains("dynatrace-token-guard\0", StringComparison.Ordinal)
            && text.Contains($"ROOT={host.Path("")}\0", StringComparison.Ordinal) && !text.StartsWith("setsid", StringComparison.Ordinal));

    private static string Describe(Process process)
    {
        using (process)
        {
            try
            {
                return File.ReadAllText($"/proc/{process.Id}/cmdline") + File.ReadAllText($"/proc/{process.Id}/environ");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        }
    }

    private static Task UntilAsync(Func<bool> isSo, string what)
        => Eventually.IsSoAsync(
            () => Task.FromResult(isSo()),
            () => what,
            TimeSpan.FromMilliseconds(50),
            TestContext.Current.CancellationToken);
}
