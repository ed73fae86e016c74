using System.Globalization;
using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>Processes that began before the agent got the new token, and hold its library.</summary>
public sealed class StaleProcessTests
{
    [Fact]
    public async Task Processes_from_before_the_start_that_hold_the_library_are_counted_and_named()
    {
        long boot = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 100_000;
        using HostTree host = WithOneAgent().With("/proc/stat", $"cpu  1 2 3\ncpu0 1 2 3\nintr 1 2 3\nbtime {boot}\nprocesses 5\n");
        Process(host, 100, "java", 10, holds: true);
        Process(host, 101, "nginx: a) b", 20, holds: true);
        Process(host, 102, "java", 30, holds: true);
        Process(host, 103, "started-later", 100_000 - 60, holds: true);
        Process(host, 104, "not-injected", 10, holds: false);
        Process(host, 105, "oneagentos", 10, holds: true);

        StaleProcesses stale = (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Stale!;

        Assert.Equal(3, stale.Count);
        Assert.Equal(["java", "nginx: a) b"], stale.Names);
    }

    [Fact]
    public async Task Processes_that_cannot_be_looked_at_are_not_reported_as_none()
    {
        using HostTree host = WithOneAgent().Lacks("grep").With("/proc/stat", "btime 1000\n");
        Process(host, 100, "java", 10, holds: true);

        Assert.Null((await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Stale);
    }

    [Fact]
    public async Task Five_hundred_stale_processes_are_counted_fast_and_the_report_stays_small()
    {
        using HostTree host = WithOneAgent().With("/proc/stat", "btime 1000\n");
        for (int pid = 1000; pid < 1500; pid++)
        {
            Process(host, pid, $"\"\\{pid}é{new string('x', 8)}", 10, holds: true);
        }

        HostRun run = await host.ApplyAsync(Component.OneAgent);

        StaleProcesses stale = run.Is(0, "rotated", "ok").Stale!;
        Assert.Equal(500, stale.Count);
        Assert.Equal(5, stale.Names.Count);
        Assert.StartsWith("\"\\1000", stale.Names[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_scripts_tell_no_start_but_the_change_does()
    {
        long boot = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 100_000;
        using HostTree host = WithOneAgent().Agent("old", "").WithSysV("oneagent").With("/proc/stat", $"btime {boot}\n");
        Process(host, 100, "java", 99_000, holds: true);
        Process(host, 101, "started-later", 200_000, holds: true);

        StaleProcesses applied = (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok").Stale!;
        StaleProcesses probed = (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Stale!;

        Assert.Equal((1, "java"), (applied.Count, Assert.Single(applied.Names)));
        Assert.Equal((1, "java"), (probed.Count, Assert.Single(probed.Names)));
    }

    [Fact]
    public async Task A_later_restart_of_the_agent_makes_no_process_stale_that_began_after_the_change()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using HostTree host = WithOneAgent().With("/proc/stat", $"btime {now.ToUnixTimeSeconds() - 100_000}\n");
        Process(host, 100, "before", 99_000, holds: true);
        Process(host, 101, "between", 100_000 + 1000, holds: true);
        Assert.Equal(1, (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok").Stale!.Count);
        host.WithService("oneagent", "/opt/dynatrace/oneagent/agent/initscripts/oneagent", since: now.AddSeconds(2000));

        StaleProcesses stale = (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Stale!;

        Assert.Equal("before", Assert.Single(stale.Names));
    }

    private static void Process(HostTree host, int pid, string name, long secondsAfterBoot, bool holds)
        => host.With($"/proc/{pid}/maps", "7f00-7f01 r-xp 00000000 08:01 131 /usr/lib/x86_64-linux-gnu/libc.so.6\n"
                + (holds ? "7f02-7f03 r-xp 00000000 08:01 132 /opt/dynatrace/oneagent/agent/lib64/liboneagentproc.so\n" : ""))
            .With(
                $"/proc/{pid}/stat",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pid} ({name}) S 1 {pid} {pid} 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 {secondsAfterBoot * 100} 123 456\n"));
}
