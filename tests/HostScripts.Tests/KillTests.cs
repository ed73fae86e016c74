using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>
/// The script is killed when it calls its n-th command, for every n (in the short form every eighth). Whatever n is: every file is whole, a
/// stopped service has an armed guard, and the next command completes or undoes the change.
/// </summary>
public sealed class KillTests
{
    private const int LastOfActiveGate = 40, LastOfOneAgent = 26;
    private const string FirstRename = "mv -f -- ./authorization.properties.new ../*";
    private const string SecondRename = "mv -f -- ./extensions.conf.new ../*";

    private static readonly string[] _services = ["dynatracegateway", "extensionsmodule"];

    public static IEnumerable<TheoryDataRow<int>> ActiveGateCalls => ScriptCalls.UpTo(LastOfActiveGate);

    public static IEnumerable<TheoryDataRow<int>> OneAgentCalls => ScriptCalls.UpTo(LastOfOneAgent);

    public static IEnumerable<TheoryDataRow<int>> ActiveGateSignals => ScriptCalls.UpTo(LastOfActiveGate);

    public static IEnumerable<TheoryDataRow<int>> OneAgentSignals => ScriptCalls.UpTo(LastOfOneAgent);

    public static IEnumerable<TheoryDataRow<int>> SomeCalls => Enumerable.Range(0, 7).Select(i => new TheoryDataRow<int>(3 + (5 * i)));

    [Theory]
    [MemberData(nameof(ActiveGateCalls))]
    public async Task An_apply_killed_at_any_command_is_completed_by_the_next(int call)
    {
        using HostTree host = WithModule().KillAt(call);

        await host.ApplyAsync(Component.ActiveGate);
        IsSafe(host);

        await CompletesAsync(host);
    }

    [Theory]
    [MemberData(nameof(SomeCalls))]
    public async Task An_apply_killed_at_a_command_is_undone_by_a_restore(int call)
    {
        using HostTree host = WithModule().KillAt(call);
        string[] before = [host.Read(Authorization), host.Read(Extensions)];

        await host.ApplyAsync(Component.ActiveGate);
        HostRun run = await host.RestoreAsync(Component.ActiveGate);

        Assert.Equal((0, "restored"), (run.ExitCode, run.Report.Outcome));
        Assert.Equal(before, new[] { host.Read(Authorization), host.Read(Extensions) });
        Assert.All(_services, service => Assert.True(host.IsCurrent(service)));
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.Timers);
    }

    [Theory]
    [MemberData(nameof(SomeCalls))]
    public async Task A_restore_killed_at_a_command_is_completed_by_the_next(int call)
    {
        using HostTree host = WithModule();
        await host.ApplyAsync(Component.ActiveGate);

        await host.KillAt(call).RestoreAsync(Component.ActiveGate);
        IsSafe(host);
        HostRun run = await host.RestoreAsync(Component.ActiveGate);

        Assert.Equal((0, "restored"), (run.ExitCode, run.Report.Outcome));
        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.All(_services, service => Assert.True(host.IsCurrent(service)));
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.Timers);
    }

    [Theory]
    [MemberData(nameof(SomeCalls))]
    public async Task A_repair_killed_at_a_command_is_completed_by_the_third_run(int call)
    {
        using HostTree host = WithModule().KillOn(SecondRename);
        await host.ApplyAsync(Component.ActiveGate);

        await host.KillAt(call).ApplyAsync(Component.ActiveGate);
        IsSafe(host);

        await CompletesAsync(host);
    }

    [Theory]
    [MemberData(nameof(SomeCalls))]
    public async Task An_undoing_killed_at_a_command_is_completed_by_the_next(int call)
    {
        using HostTree host = WithModule().World("extensionsmodule/fails-start", "1").KillAt(26 + call);

        await host.ApplyAsync(Component.ActiveGate);
        IsSafe(host);
        host.World("extensionsmodule/fails-start", "0");

        await CompletesAsync(host);
    }

    [Theory]
    [MemberData(nameof(OneAgentCalls))]
    public async Task A_OneAgents_apply_killed_at_any_command_is_completed_by_the_next(int call)
    {
        using HostTree host = WithOneAgent().KillAt(call);

        await host.ApplyAsync(Component.OneAgent);
        Assert.True(host.Runs("oneagent") || host.Timers.Contains("start oneagent", StringComparison.Ordinal));
        HostRun run = await host.ApplyAsync(Component.OneAgent);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(NewFingerprint, run.Report.Fingerprint);
        Assert.Equal(NewToken, host.ReadWorld("agent/token"));
        Assert.True(host.IsCurrent("oneagent"));
        Assert.Empty(host.Timers);
    }

    [Theory]
    [MemberData(nameof(ActiveGateSignals))]
    public async Task A_script_that_is_told_to_stop_tidies_up_and_says_so(int call)
    {
        using HostTree host = WithModule().TerminateAt(call);

        HostRun run = await host.ApplyAsync(Component.ActiveGate);

        Assert.True(run.ExitCode is 0 or 30 or 40, $"{run.ExitCode} {run.Report} {run.Errors} {string.Join('\n', host.Calls)}");
        Assert.All(_services, service => Assert.True(host.IsCurrent(service)));
        Assert.All(
            [Authorization, Extensions],
            path => Assert.Contains(run.ExitCode == 0 ? NewToken : OldToken, host.Read(path), StringComparison.Ordinal));
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.Timers);
    }

    [Theory]
    [MemberData(nameof(OneAgentSignals))]
    public async Task A_OneAgents_script_that_is_told_to_stop_tidies_up_and_says_so(int call)
    {
        using HostTree host = WithOneAgent().TerminateAt(call);

        HostRun run = await host.ApplyAsync(Component.OneAgent);

        Assert.True(run.ExitCode is 0 or 30 or 40, $"{run.ExitCode} {run.Report} {run.Errors} {string.Join('\n', host.Calls)}");
        Assert.Equal(run.ExitCode == 0 ? NewToken : OldToken, host.ReadWorld("agent/token"));
        Assert.True(host.IsCurrent("oneagent"));
        Assert.Empty(host.Timers);
    }

    [Fact]
    public async Task The_tables_of_calls_reach_to_the_last_command()
    {
        using HostTree gate = WithModule().Recorded(), agent = WithOneAgent().Recorded();
        (await gate.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        (await agent.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.InRange(gate.Calls.Count(NotSleep), 30, LastOfActiveGate);
        Assert.InRange(agent.Calls.Count(NotSleep), 15, LastOfOneAgent);

        static bool NotSleep(string call) => !call.StartsWith("sleep", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_after_a_killed_run_starts_what_that_run_had_stopped()
    {
        using HostTree host = WithModule();
        await host.KillOn(FirstRename).ApplyAsync(Component.ActiveGate);
        Assert.False(host.Runs("extensionsmodule"));
        host.With(ZRemoteUser, "TenantToken th1rdT0ken000000\n");

        HostRun run = await host.ApplyAsync(Component.ActiveGate);

        run.Is(30, "refused", "unexpected-token");
        Assert.All(_services, service => Assert.True(host.Runs(service)));
        Assert.Empty(host.Timers);
    }

    [Fact]
    public async Task A_probe_after_a_killed_run_says_that_a_change_is_unfinished()
    {
        using HostTree host = WithModule();
        await host.KillOn(FirstRename).ApplyAsync(Component.ActiveGate);

        (await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "unfinished-change");

        Assert.False(host.Runs("extensionsmodule"));
    }

    private static void IsSafe(HostTree host)
    {
        foreach (string path in new[] { Authorization, Extensions })
        {
            string text = host.Read(path).Replace(NewToken, OldToken, StringComparison.Ordinal);
            Assert.Contains(text, new[] { OneEnvironment, ExtensionsText });
        }

        Assert.All(
            _services,
            service => Assert.True(
                host.Runs(service) || host.Timers.Contains(service, StringComparison.Ordinal),
                $"{service} is stopped and nothing guards it."));
    }

    private static async Task CompletesAsync(HostTree host)
    {
        HostRun run = await host.ApplyAsync(Component.ActiveGate);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(NewFingerprint, run.Report.Fingerprint);
        Assert.All([Authorization, Extensions], path => Assert.Contains(NewToken, host.Read(path), StringComparison.Ordinal));
        Assert.All(_services, service => Assert.True(host.IsCurrent(service), $"{service} is not on what its files say."));
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.Timers);
    }
}
