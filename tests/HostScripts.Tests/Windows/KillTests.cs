using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>
/// The script's process is ended at its n-th call, for every n (in the short form every eighth). Whatever n is: every file is whole, a
/// stopped service has an armed guard, and the next command completes or undoes the change.
/// </summary>
public sealed class KillTests
{
    private const int LastOfActiveGate = 50, LastOfOneAgent = 22;
    private static readonly string[] _services = [Gateway, ExtensionsController];

    public static IEnumerable<TheoryDataRow<int>> ActiveGateCalls => ScriptCalls.UpTo(LastOfActiveGate);

    public static IEnumerable<TheoryDataRow<int>> OneAgentCalls => ScriptCalls.UpTo(LastOfOneAgent);

    public static IEnumerable<TheoryDataRow<int>> SomeCalls
        => Enumerable.Range(0, 4).Select(static i => new TheoryDataRow<int>(5 + (10 * i)));

    [Theory]
    [MemberData(nameof(ActiveGateCalls))]
    public async Task An_apply_ended_at_any_call_is_completed_by_the_next(int call)
    {
        await using WindowsHost host = WithModule().KillAt(call);

        Assert.Equal(-1, (await host.ApplyAsync(Component.ActiveGate)).ExitCode);
        IsSafe(host);

        await CompletesAsync(host);
    }

    [Theory]
    [MemberData(nameof(SomeCalls))]
    public async Task An_apply_ended_at_a_call_is_undone_by_a_restore(int call)
    {
        await using WindowsHost host = WithModule().KillAt(call);
        string before = host.Contents();

        await host.ApplyAsync(Component.ActiveGate);
        HostRun run = await host.RestoreAsync(Component.ActiveGate);

        Assert.Equal((0, "restored"), (run.ExitCode, run.Report.Outcome));
        Assert.Equal((before, OldToken), (host.Contents(), host.RegistryToken()));
        Assert.All(_services, service => Assert.True(host.IsCurrent(service)));
        Assert.Empty(host.System.Tasks.Names);
    }

    [Theory]
    [MemberData(nameof(SomeCalls))]
    public async Task A_repair_ended_at_a_call_is_completed_by_the_third_run(int call)
    {
        await using WindowsHost host = WithModule().KillOn(static call => call.StartsWith("sc.exe start", StringComparison.Ordinal));
        await host.ApplyAsync(Component.ActiveGate);

        await host.KillAt(call).ApplyAsync(Component.ActiveGate);
        IsSafe(host);

        await CompletesAsync(host);
    }

    [Theory]
    [MemberData(nameof(SomeCalls))]
    public async Task An_undoing_ended_at_a_call_is_completed_by_the_next(int call)
    {
        await using WindowsHost host = WithModule().FailsStarts(ExtensionsController, 1).KillAt(38 + (call / 3));

        await host.ApplyAsync(Component.ActiveGate);
        IsSafe(host);
        host.FailsStarts(ExtensionsController, 0);

        await CompletesAsync(host);
    }

    [Theory]
    [MemberData(nameof(OneAgentCalls))]
    public async Task A_OneAgents_apply_ended_at_any_call_is_completed_by_the_next(int call)
    {
        await using WindowsHost host = WithOneAgent().KillAt(call);

        Assert.Equal(-1, (await host.ApplyAsync(Component.OneAgent)).ExitCode);
        Assert.True(host.Runs(Agent) || host.System.Tasks.Armed.Contains(Agent, StringComparison.Ordinal));
        HostRun run = await host.ApplyAsync(Component.OneAgent);

        Assert.Equal((0, HostFacts.NewFingerprint), (run.ExitCode, run.Report.Fingerprint));
        Assert.Equal(NewToken, host.Program.Token);
        Assert.True(host.IsCurrent(Agent));
        Assert.Empty(host.System.Tasks.Names);
    }

    [Fact]
    public async Task The_tables_of_calls_reach_to_the_last_call()
    {
        await using WindowsHost gate = WithModule(), agent = WithOneAgent();
        (await gate.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        (await agent.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Equal((LastOfActiveGate, LastOfOneAgent), (gate.Calls.Count, agent.Calls.Count));
    }

    [Fact]
    public async Task The_guard_starts_the_services_when_nobody_ever_comes_back()
    {
        await using WindowsHost host = WithModule().KillOn(static call => call.StartsWith("sc.exe start", StringComparison.Ordinal));
        await host.ApplyAsync(Component.ActiveGate, 5, ("GUARD_S", "90"));
        Assert.All(_services, service => Assert.False(host.Runs(service)));

        host.Time.Advance(TimeSpan.FromSeconds(88));
        Assert.All(_services, service => Assert.False(host.Runs(service)));
        host.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.All(_services, service => Assert.True(host.IsCurrent(service)));
        await CompletesAsync(host);
    }

    [Fact]
    public async Task The_guard_starts_a_OneAgent_that_was_left_stopped()
    {
        await using WindowsHost host = WithOneAgent();
        host.Program.IsOld = true;
        await host.KillOn(static call => call.StartsWith("oneagentctl --set", StringComparison.Ordinal)
            && !call.Contains("--restart", StringComparison.Ordinal))
            .ApplyAsync(Component.OneAgent);
        Assert.False(host.Runs(Agent));

        host.Time.Advance(TimeSpan.FromSeconds(600));

        Assert.True(host.Runs(Agent));
    }

    [Fact]
    public async Task The_guard_is_armed_before_a_service_stops_and_gone_after_a_good_run()
    {
        await using WindowsHost host = WithModule();
        string armed = "";
        host.Services.Stopped = _ => armed = host.System.Tasks.Armed;

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal(
            $"%SystemRoot%\\System32\\sc.exe start \"{Gateway}\"\n%SystemRoot%\\System32\\sc.exe start \"{ExtensionsController}\"",
            armed);
        Assert.Empty(host.System.Tasks.Names);
        Assert.False(host.Has(StateDirectory + @"\guard.xml"));
    }

    [Fact]
    public async Task A_refusal_after_an_ended_run_starts_what_that_run_had_stopped()
    {
        await using WindowsHost host = WithModule().KillOn(static call => call.StartsWith("sc.exe start", StringComparison.Ordinal));
        await host.ApplyAsync(Component.ActiveGate);
        host.With(ZRemoteUser, "TenantToken th1rdT0ken000000\n");

        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "unexpected-token");

        Assert.All(_services, service => Assert.True(host.Runs(service)));
        Assert.Empty(host.System.Tasks.Names);
    }

    [Fact]
    public async Task A_probe_after_an_ended_run_says_that_a_change_is_unfinished()
    {
        await using WindowsHost host = WithModule().KillOn(static call => call.StartsWith("sc.exe start", StringComparison.Ordinal));
        await host.ApplyAsync(Component.ActiveGate);

        (await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "unfinished-change");

        Assert.False(host.Runs(Gateway));
    }

    [Fact]
    public async Task A_file_that_a_power_cut_lost_comes_back_from_its_backup()
    {
        await using WindowsHost host = WithModule().KillOn(static call => call.StartsWith("sc.exe start", StringComparison.Ordinal));
        await host.ApplyAsync(Component.ActiveGate);
        host.Without(Authorization);

        await CompletesAsync(host);
    }

    private static void IsSafe(WindowsHost host)
    {
        foreach (string path in new[] { Authorization, Extensions })
        {
            string text = host.Read(path).Replace(NewToken, OldToken, StringComparison.Ordinal);
            Assert.Contains(text, new[] { HostFacts.OneEnvironment, HostFacts.ExtensionsText });
        }

        Assert.All(
            _services,
            service => Assert.True(
                host.Runs(service) || host.System.Tasks.Armed.Contains(service, StringComparison.Ordinal),
                $"{service} is stopped and nothing guards it."));
    }

    private static async Task CompletesAsync(WindowsHost host)
    {
        HostRun run = await host.ApplyAsync(Component.ActiveGate);
        Assert.Equal((0, HostFacts.NewFingerprint), (run.ExitCode, run.Report.Fingerprint));
        Assert.All([Authorization, Extensions], path => Assert.Contains(NewToken, host.Read(path), StringComparison.Ordinal));
        Assert.Equal(NewToken, host.RegistryToken());
        Assert.All(_services, service => Assert.True(host.IsCurrent(service), $"{service} is not on what its files say."));
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.System.Tasks.Names);
    }
}
