using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>
/// What goes wrong after the first change is put back; if even that fails, a human hears where the backup is (docs/invariants.md#i4).
/// </summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData("dynatracegateway")]
    [InlineData("extensionsmodule")]
    [InlineData("zremote")]
    public async Task A_service_that_does_not_start_gets_its_old_files_back(string service)
    {
        using HostTree host = WithFullActiveGate().World($"{service}/fails-start", "1");
        string before = host.Read(Extensions);

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(40, "failed", "start-failed");

        Assert.Equal(OldFingerprint, report.Fingerprint);
        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.Equal(before, host.Read(Extensions));
        Assert.All(["dynatracegateway", "extensionsmodule", "zremote"], name => Assert.True(host.IsCurrent(name)));
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.Timers);
        Assert.Empty(report.Files!);
    }

    [Fact]
    public async Task A_failed_restore_gets_its_new_files_back()
    {
        using HostTree host = WithFullActiveGate();
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        host.World("zremote/fails-start", "1");

        (await host.RestoreAsync(Component.ActiveGate)).Is(40, "failed", "start-failed");

        Assert.Contains(NewToken, host.Read(ZRemote), StringComparison.Ordinal);
        Assert.True(host.IsCurrent("zremote"));
    }

    [Fact]
    public async Task A_service_that_never_starts_again_needs_a_human_and_keeps_backup_and_guard()
    {
        using HostTree host = WithFullActiveGate().World("zremote/fails-start", "99");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(50, "failed", "start-failed");

        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.NotEmpty(report.Leftovers!);
        Assert.All(report.Leftovers!, backup => Assert.Contains(OldToken, host.Read(backup), StringComparison.Ordinal));
        Assert.Contains("start dynatracegateway extensionsmodule zremote", host.Timers, StringComparison.Ordinal);

        // The cause is gone; the next command goes through and tidies up.
        host.World("zremote/fails-start", "0");
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.True(host.IsCurrent("zremote"));
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.Timers);
    }

    [Fact]
    public async Task A_service_that_falls_down_again_counts_as_not_started()
    {
        using HostTree host = WithActiveGate();
        host.World("dynatracegateway/on-start", $"if grep -q {NewToken} '{host.Path(Authorization)}'; then : >\"$home/started\"; fi");

        (await host.ApplyAsync(Component.ActiveGate, 5, ("START_S", "4"))).Is(40, "failed", "start-failed");

        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.True(host.IsCurrent("dynatracegateway"));
    }

    [Fact]
    public async Task A_service_that_falls_down_a_moment_later_counts_as_not_started()
    {
        using HostTree host = WithActiveGate();
        host.World(
            "dynatracegateway/on-start",
            $"if grep -q {NewToken} '{host.Path(Authorization)}'; then (sleep 0.5; : >\"$home/started\") >/dev/null 2>&1 & fi");

        (await host.ApplyAsync(Component.ActiveGate, 5, ("SETTLE_S", "3"))).Is(40, "failed", "start-failed");

        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.True(host.IsCurrent("dynatracegateway"));
    }

    [Fact]
    public async Task A_service_that_does_not_stop_keeps_its_files_and_the_others_are_started_again()
    {
        using HostTree host = WithFullActiveGate().World("zremote/hangs", "");

        // What hangs on stop hangs on restart as well; it still runs, so nothing is lost.
        HostRun run = await host.ApplyAsync(Component.ActiveGate, 5, ("STOP_S", "1"));

        Assert.Equal("stop-failed", run.Report.Code);
        Assert.Contains(run.ExitCode, new[] { 40, 50 });
        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.All(["dynatracegateway", "extensionsmodule", "zremote"], name => Assert.True(host.Runs(name)));
    }

    [Theory]
    [InlineData("mv", 3, "the first rename")]
    [InlineData("mv", 4, "the second rename")]
    [InlineData("mv", 5, "the third rename")]
    public async Task A_rename_that_fails_is_undone(string tool, int call, string what)
    {
        Assert.NotEmpty(what);
        using HostTree host = WithFullActiveGate().Fails(tool, call, "Operation not permitted");
        string[] before = [host.Read(Extensions), host.Read(ZRemote)];

        (await host.ApplyAsync(Component.ActiveGate)).Is(40, "failed", "cannot-write");

        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.Equal(before, new[] { host.Read(Extensions), host.Read(ZRemote) });
        Assert.All(["dynatracegateway", "extensionsmodule", "zremote"], name => Assert.True(host.IsCurrent(name)));
        Assert.Empty(host.Leftovers());
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("tail")]
    [InlineData("rm")]
    [InlineData("sleep")]
    public async Task A_command_that_only_helps_may_fail(string tool)
    {
        using HostTree host = WithFullActiveGate().Fails(tool, 0);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.True(host.IsCurrent("dynatracegateway"));
    }

    private const int LastOfActiveGate = 42, LastOfOneAgent = 28;

    public static IEnumerable<TheoryDataRow<int>> ActiveGateCalls => ScriptCalls.UpTo(LastOfActiveGate);

    public static IEnumerable<TheoryDataRow<int>> OneAgentCalls => ScriptCalls.UpTo(LastOfOneAgent);

    [Theory]
    [MemberData(nameof(ActiveGateCalls))]
    public async Task Whatever_single_command_fails_the_ActiveGate_is_as_the_report_says(int call)
    {
        using HostTree host = WithModule().FailAt(call);

        HostRun run = await host.ApplyAsync(Component.ActiveGate, 5, ("STOP_S", "5"));

        Assert.Contains(run.ExitCode, new[] { 0, 30, 40 });
        Assert.All(
            [Authorization, Extensions],
            path => Assert.Contains(run.ExitCode == 0 ? NewToken : OldToken, host.Read(path), StringComparison.Ordinal));
        Assert.All(["dynatracegateway", "extensionsmodule"], service => Assert.True(host.IsCurrent(service)));

        // What a failed command left behind, the next run takes away.
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, run.ExitCode == 0 ? "alreadyCurrent" : "rotated", "ok");
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.Timers);
    }

    [Theory]
    [MemberData(nameof(OneAgentCalls))]
    public async Task Whatever_single_command_fails_the_OneAgent_is_as_the_report_says(int call)
    {
        using HostTree host = WithOneAgent().FailAt(call);

        HostRun run = await host.ApplyAsync(Component.OneAgent);

        Assert.True(run.ExitCode is 0 or 30 or 40, $"{run.ExitCode} {run.Report} {run.Errors} {string.Join('\n', host.Calls)}");
        Assert.Equal(run.ExitCode == 0 ? NewToken : OldToken, host.ReadWorld("agent/token"));
        Assert.True(host.IsCurrent("oneagent"));
        (await host.ApplyAsync(Component.OneAgent)).Is(0, run.ExitCode == 0 ? "alreadyCurrent" : "rotated", "ok");
        Assert.Empty(host.Timers);
    }

    [Fact]
    public async Task The_tables_of_failures_reach_to_the_last_command()
    {
        using HostTree gate = WithModule().Recorded(), agent = WithOneAgent().Recorded();
        (await gate.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        (await agent.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.InRange(gate.Calls.Count(NotSleep), 30, LastOfActiveGate);
        Assert.InRange(agent.Calls.Count(NotSleep), 15, LastOfOneAgent);

        static bool NotSleep(string call) => !call.StartsWith("sleep", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_of_long_paths_stays_small()
    {
        string deep = "/applis/" + string.Join('/', Enumerable.Repeat("a-directory-of-some-length", 20));
        using HostTree host = WithActiveGate().WithService("zremote").World("zremote/fails-start", "99").WithDirectory($"{deep}/gateway")
            .With("/var/lib/dynatrace/gateway/config/custom.properties", $"rootDir = {deep}/gateway\n");
        foreach (string conf in new[]
        {
            "remotepluginmodule/agent/conf/extensions.conf",
            "remotepluginmodule/agent/conf/ruxitagent.conf",
            "zremote/agent/conf/ruxitagent.conf",
        })
        {
            host.With($"{deep}/{conf}", $"TenantToken {OldToken}\n");
        }

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(50, "failed", "start-failed");

        Assert.Equal(4, report.Leftovers!.Count);
    }

    [Fact]
    public async Task A_change_by_somebody_else_while_the_service_stops_is_not_overwritten()
    {
        using HostTree host = WithActiveGate();
        host.World("dynatracegateway/on-stop", $"sed -i 's/{OldToken}/th1rdT0ken000000/' '{host.Path(Authorization)}'");

        HostRun run = await host.ApplyAsync(Component.ActiveGate);

        run.Is(40, "failed", "changed-meanwhile");
        Assert.Contains("th1rdT0ken000000", host.Read(Authorization), StringComparison.Ordinal);
        Assert.True(host.Runs("dynatracegateway"));
    }

    [Fact]
    public async Task A_change_by_somebody_else_after_ours_is_left_and_needs_a_human()
    {
        using HostTree host = WithActiveGate().World("dynatracegateway/fails-start", "1");
        host.World("dynatracegateway/on-stop", "").World("extensionsmodule/on-stop", "").Fails("tail", 0);
        host.WithService("vuc").World("vuc/on-start", $"sed -i 's/{NewToken}/th1rdT0ken000000/' '{host.Path(Authorization)}'");

        HostRun run = await host.ApplyAsync(Component.ActiveGate);

        run.Is(50, "failed", "start-failed");
        Assert.Contains("th1rdT0ken000000", host.Read(Authorization), StringComparison.Ordinal);
        Assert.True(host.Runs("dynatracegateway"));
    }

    [Fact]
    public async Task A_lost_file_is_taken_from_the_backup_of_the_killed_run()
    {
        using HostTree host = WithFullActiveGate().World("zremote/fails-start", "99");
        (await host.ApplyAsync(Component.ActiveGate)).Is(50, "failed", "start-failed");
        host.World("zremote/fails-start", "0").With(Authorization, "");
        host.Without(ZRemote);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal(OneEnvironment.Replace(OldToken, NewToken, StringComparison.Ordinal), host.Read(Authorization));
        Assert.Contains(NewToken, host.Read(ZRemote), StringComparison.Ordinal);
    }
}
