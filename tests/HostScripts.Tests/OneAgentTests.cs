using System.Globalization;
using TenantTokens.Fleet;
using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.RunCommand;
using TenantTokens.Tokens;
using static TenantTokens.HostScripts.Tests.Hosts.HostTree;

namespace TenantTokens.HostScripts.Tests;

public sealed class OneAgentTests
{
    [Fact]
    public async Task A_probe_tells_what_the_agent_is_and_changes_nothing()
    {
        using HostTree host = WithOneAgent();

        HostReport report = (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok");

        Assert.Equal((OldFingerprint, "1.301.70.20250115", "6b899713d5b4a22c", true), (report.Fingerprint, report.Version, report.HostId, report.Connected));
        Assert.Equal("oneagent", Assert.Single(report.Services!).Name);
        Assert.False(host.Has(StateDirectory));
        Assert.DoesNotContain(host.Calls, call => call.Contains("--set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_token_is_set_with_the_agents_own_tenant_in_one_call()
    {
        using HostTree host = WithOneAgent();

        HostReport report = (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Contains($"oneagentctl --set-tenant={EnvironmentId} --set-tenant-token={NewToken} --restart-service", host.Calls);
        Assert.Equal(NewToken, host.ReadWorld("agent/token"));
        Assert.True(host.IsCurrent("oneagent"));
        Assert.True(report.Connected);
        Assert.InRange(report.Services![0].StartedAt, report.Clock, report.Clock + 60);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_older_token_is_replaced_only_by_a_command_that_names_its_fingerprint(bool isAccepted)
    {
        const string Older = "0lderT0ken000001";
        using HostTree host = WithOneAgent().Agent("token", Older);
        string found = (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Fingerprint!;
        Assert.Equal(TenantToken.Parse(Older).Fingerprint(RotationId), found);

        HostRun run = await host.ApplyAsync(Component.OneAgent, 5, ("OLD_FINGERPRINT", isAccepted ? found : OldFingerprint));

        _ = isAccepted ? run.Is(0, "rotated", "ok") : run.Is(30, "refused", "unexpected-token");
        Assert.Equal(isAccepted ? NewToken : Older, host.ReadWorld("agent/token"));
        Assert.Equal(isAccepted ? NewFingerprint : found, run.Report.Fingerprint);
    }

    [Fact]
    public async Task An_agent_too_old_to_restart_itself_is_stopped_set_and_started()
    {
        using HostTree host = WithOneAgent().Agent("old", "");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Equal(NewToken, host.ReadWorld("agent/token"));
        Assert.True(host.IsCurrent("oneagent"));
        Assert.Equal(1, host.StartsOf("oneagent"));
    }

    [Fact]
    public async Task An_agent_that_takes_the_token_without_a_restart_is_restarted()
    {
        using HostTree host = WithOneAgent().Agent("no-restart", "");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.True(host.IsCurrent("oneagent"));
    }

    [Theory]
    [InlineData("refuses")]
    [InlineData("lies")]
    public async Task An_agent_that_does_not_take_the_token_runs_on_with_the_old_one(string fault)
    {
        using HostTree host = WithOneAgent().Agent(fault, "");

        HostReport report = (await host.ApplyAsync(Component.OneAgent)).Is(40, "failed", "set-failed");

        Assert.Equal(OldFingerprint, report.Fingerprint);
        Assert.True(host.IsCurrent("oneagent"));
        Assert.Empty(host.Timers);
    }

    [Fact]
    public async Task An_agent_that_does_not_start_with_the_new_token_gets_the_old_one_back()
    {
        using HostTree host = WithOneAgent().World("oneagent/fails-start", "3");

        (await host.ApplyAsync(Component.OneAgent)).Is(40, "failed", "start-failed");

        Assert.Equal(OldToken, host.ReadWorld("agent/token"));
        Assert.True(host.IsCurrent("oneagent"));
    }

    [Fact]
    public async Task An_agent_that_never_starts_again_needs_a_human_and_keeps_its_guard()
    {
        using HostTree host = WithOneAgent().World("oneagent/fails-start", "99");

        (await host.ApplyAsync(Component.OneAgent)).Is(50, "failed", "start-failed");

        Assert.Contains("start oneagent", host.Timers, StringComparison.Ordinal);
        host.World("oneagent/fails-start", "0");
        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
        Assert.True(host.IsCurrent("oneagent"));
        Assert.Empty(host.Timers);
    }

    [Theory]
    [InlineData("a timeout that works")]
    [InlineData("a timeout that does not")]
    public async Task Questions_to_the_agent_have_a_time_limit_where_there_is_timeout(string what)
    {
        using HostTree host = WithOneAgent().WithTool("timeout");
        if (what.EndsWith("not", StringComparison.Ordinal))
        {
            host.Fails("timeout", 0, "invalid option");
        }

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Equal(what.EndsWith("works", StringComparison.Ordinal), host.Calls.Count(call => call.StartsWith("timeout 60 ", StringComparison.Ordinal)) > 1);
        Assert.DoesNotContain(host.Calls, call => call.StartsWith("timeout", StringComparison.Ordinal) && call.Contains("--set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_agent_of_another_environment_is_refused()
    {
        using HostTree host = WithOneAgent().Agent("tenant", "other999");

        foreach (HostRun run in new[] { await host.ProbeAsync(Component.OneAgent), await host.ApplyAsync(Component.OneAgent) })
        {
            Assert.Contains("other999", run.Is(30, "refused", "other-environment").Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_that_is_neither_old_nor_new_is_refused_with_its_fingerprint()
    {
        using HostTree host = WithOneAgent().Agent("token", "th1rdT0ken000000");

        Assert.Matches("^[0-9a-f]{16}$", (await host.ApplyAsync(Component.OneAgent)).Is(30, "refused", "unexpected-token").Fingerprint);

        Assert.Equal(0, host.StartsOf("oneagent"));
    }

    [Fact]
    public async Task An_agent_without_a_token_is_refused_by_a_probe()
    {
        using HostTree host = WithOneAgent().Agent("token", "");

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "no-key");
    }

    [Fact]
    public async Task A_customised_installation_is_found_by_its_unit()
    {
        using HostTree host = WithOneAgent().Without(OneAgentTools).WithOneAgentTools("/data/agents/oneagent/agent/tools")
            .WithService("oneagent", "/data/agents/oneagent/agent/initscripts/oneagent start");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task The_installation_that_the_service_names_wins_over_what_is_left_of_another()
    {
        using HostTree host = WithOneAgent().Without(OneAgentTools).With($"{OneAgentTools}/oneagentctl", "#!/bin/sh\nexit 1\n", UnixFileMode.UserRead | UnixFileMode.UserExecute)
            .WithOneAgentTools("/data/agents/oneagent/agent/tools").WithService("oneagent", "/data/agents/oneagent/agent/initscripts/oneagent start");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task A_customised_installation_is_found_by_its_init_script()
    {
        using HostTree host = WithOneAgent().Agent("old", "").Without(OneAgentTools).WithOneAgentTools("/data/agents/oneagent/agent/tools").WithSysV("oneagent");
        host.Without("/etc/init.d/oneagent").With("/data/agents/oneagent/agent/initscripts/oneagent", "#!/bin/sh\n");
        File.CreateSymbolicLink(host.Path("/etc/init.d/oneagent"), "../../data/agents/oneagent/agent/initscripts/oneagent");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Equal(NewToken, host.ReadWorld("agent/token"));
    }

    [Fact]
    public async Task A_question_that_ran_into_its_time_limit_is_not_asked_without_one()
    {
        using HostTree host = WithOneAgent().WithCommand("timeout", "exit 124");

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "oneagentctl-failed");

        Assert.DoesNotContain(host.Calls, call => call.StartsWith("oneagentctl", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_without_oneagentctl_is_refused()
    {
        using HostTree host = WithOneAgent().Without(OneAgentTools);

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "no-oneagentctl");
    }

    [Fact]
    public async Task Oneagentctl_without_its_service_is_refused()
    {
        using HostTree host = Create().WithOneAgentTools(OneAgentTools);

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "no-service");
    }

    [Fact]
    public async Task Init_scripts_start_the_agent_where_systemd_does_not_run()
    {
        using HostTree host = WithOneAgent().Agent("old", "").WithSysV("oneagent");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
        Assert.True(host.IsCurrent("oneagent"));
        (await host.ApplyAsync(Component.OneAgent)).Is(0, "alreadyCurrent", "ok");
        Assert.Equal(1, host.StartsOf("oneagent"));
    }

    [Fact]
    public async Task A_connection_that_comes_in_time_is_waited_for()
    {
        using HostTree host = WithOneAgent().Agent("connects-after", "2");

        Assert.True((await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_is_no_failure()
    {
        using HostTree host = WithOneAgent().Agent("connects-after", "99");

        Assert.False((await host.ApplyAsync(Component.OneAgent, 5, ("PROVE_S", "1"))).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task An_agent_that_does_not_run_gets_the_token_and_is_left_stopped()
    {
        using HostTree host = WithOneAgent();
        host.Stopped("oneagent");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Equal(NewToken, host.ReadWorld("agent/token"));
        Assert.False(host.Runs("oneagent"));
    }

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
    public async Task Processes_that_cannot_be_looked_at_are_not_reported_as_none()
    {
        using HostTree host = WithOneAgent().Lacks("grep").With("/proc/stat", "btime 1000\n");
        Process(host, 100, "java", 10, holds: true);

        Assert.Null((await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Stale);
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
            .With($"/proc/{pid}/stat", string.Create(CultureInfo.InvariantCulture, $"{pid} ({name}) S 1 {pid} {pid} 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 {secondsAfterBoot * 100} 123 456\n"));
}
