using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>Every unit that runs counts, whatever became of its file; and nobody insists on one that was not up before.</summary>
public sealed class UnitStateTests
{
    [Theory]
    [InlineData("masked")]
    [InlineData("bad-setting")]
    [InlineData("not-found")]
    [InlineData("error")]
    public async Task A_module_that_runs_but_could_not_be_started_again_is_refused_before_anything_stops(string load)
    {
        using HostTree host = WithModule().World("extensionsmodule/load", load);

        foreach (HostRun run in new[] { await host.ProbeAsync(Component.ActiveGate), await host.ApplyAsync(Component.ActiveGate) })
        {
            HostReport report = run.Is(30, "refused", "service-unstartable");
            Assert.Contains($"extensionsmodule runs, but its unit is {load}", report.Message, StringComparison.Ordinal);
            Assert.Contains(report.Services!, static service => service is { Name: "extensionsmodule", State: "active" });
        }

        Assert.DoesNotContain(host.Calls, static call => call.StartsWith("systemctl stop dynatrace", StringComparison.Ordinal));
        Assert.Equal((OneEnvironment, ExtensionsText), (host.Read(Authorization), host.Read(Extensions)));
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.Timers);
    }

    [Fact]
    public async Task An_agent_that_runs_but_could_not_be_started_again_is_refused_before_anything_stops()
    {
        using HostTree host = WithOneAgent().World("oneagent/load", "masked");

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "service-unstartable");
        (await host.ApplyAsync(Component.OneAgent)).Is(30, "refused", "service-unstartable");

        Assert.Equal((OldToken, true), (host.ReadWorld("agent/token"), host.Runs("oneagent")));
    }

    [Fact]
    public async Task A_masked_module_that_does_not_run_is_none()
    {
        using HostTree host = WithModule().World("extensionsmodule/load", "masked").Stopped("extensionsmodule");

        (await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "ok");
        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal("dynatracegateway", Assert.Single(report.Services!).Name);
    }

    [Fact]
    public async Task A_restore_of_a_machine_that_was_refused_has_nothing_to_refuse()
    {
        using HostTree host = WithModule().World("extensionsmodule/load", "masked");
        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "service-unstartable");

        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "already-restored");
    }

    [Fact]
    public async Task A_module_in_a_restart_loop_is_told_by_the_probe_and_not_insisted_on()
    {
        using HostTree host = WithModule().Stopped("extensionsmodule").World("extensionsmodule/looping", "");

        Assert.Contains(
            "extensionsmodule",
            (await host.ProbeAsync(Component.ActiveGate)).Is(30, "refused", "service-unsettled").Message,
            StringComparison.Ordinal);
        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Contains("restarted but not waited for: extensionsmodule", report.Message, StringComparison.Ordinal);
        Assert.Contains("no rejection since the start", report.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["dynatracegateway active", "extensionsmodule unknown"],
            report.Services!.Select(static service => $"{service.Name} {service.State}"));
        Assert.Equal(
            (1, 1, true),
            (host.StartsOf("dynatracegateway"), host.StartsOf("extensionsmodule"), host.IsCurrent("dynatracegateway")));
        Assert.DoesNotContain(
            host.Calls,
            static call => call.StartsWith("systemctl stop", StringComparison.Ordinal)
                && call.Contains("extensionsmodule", StringComparison.Ordinal));
        Assert.Contains(NewToken, host.Read(Extensions), StringComparison.Ordinal);
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.Timers);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "alreadyCurrent", "ok");
        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");
        Assert.Equal(ExtensionsText, host.Read(Extensions));
    }

    /// <summary>The files go back, and what was up before runs again: that is all there is to insist on.</summary>
    [Fact]
    public async Task A_module_in_a_restart_loop_does_not_keep_the_old_state_from_coming_back()
    {
        using HostTree host = WithModule()
            .Stopped("extensionsmodule")
            .World("extensionsmodule/looping", "")
            .World("dynatracegateway/fails-start", "1");

        (await host.ApplyAsync(Component.ActiveGate)).Is(40, "failed", "start-failed");

        Assert.Equal((OneEnvironment, ExtensionsText), (host.Read(Authorization), host.Read(Extensions)));
        Assert.True(host.IsCurrent("dynatracegateway"));
        Assert.Empty(host.Leftovers());
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(3600, false)]
    public async Task A_module_that_systemd_itself_started_a_moment_ago_is_in_a_loop_too(int secondsAgo, bool loops)
    {
        using HostTree host = WithModule().World("extensionsmodule/restarts", "12");
        host.WithService("extensionsmodule", since: TimeProvider.System.GetUtcNow().AddSeconds(-secondsAgo));

        HostRun run = await host.ProbeAsync(Component.ActiveGate);

        _ = loops ? run.Is(30, "refused", "service-unsettled") : run.Is(0, "probed", "ok");
    }

    [Fact]
    public async Task A_module_that_ran_before_a_run_was_cut_off_is_insisted_on()
    {
        using HostTree host = WithModule().KillOn("mv -f -- ./authorization.properties.new ../*");
        await host.ApplyAsync(Component.ActiveGate);
        host.World("extensionsmodule/looping", "");

        (await host.ApplyAsync(Component.ActiveGate, 5, ("START_S", "1"))).Is(50, "failed", "start-failed");
    }

    [Fact]
    public async Task A_service_on_its_way_up_is_waited_for()
    {
        using HostTree host = WithModule().World("extensionsmodule/moving", "1");
        (await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "ok");

        host.World("extensionsmodule/moving", "1");
        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.All(report.Services!, static service => Assert.Equal("active", service.State));
        Assert.True(host.IsCurrent("extensionsmodule"));
    }

    [Fact]
    public async Task A_service_that_stays_on_its_way_up_is_told_by_the_probe()
    {
        using HostTree host = WithModule().World("extensionsmodule/moving", "99");

        (await host.ProbeAsync(Component.ActiveGate, ("START_S", "1"))).Is(30, "refused", "service-unsettled");
    }

    [Fact]
    public async Task An_agent_in_a_restart_loop_gets_the_token_and_is_not_insisted_on()
    {
        using HostTree host = WithOneAgent().Stopped("oneagent").World("oneagent/looping", "");

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "service-unsettled");
        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Equal(NewToken, host.ReadWorld("agent/token"));
        Assert.Empty(host.Timers);
    }

    [Fact]
    public async Task An_ActiveGate_in_a_restart_loop_gets_the_token_and_is_not_insisted_on()
    {
        using HostTree host = WithActiveGate().Stopped("dynatracegateway").World("dynatracegateway/looping", "");

        (await host.ProbeAsync(Component.ActiveGate)).Is(30, "refused", "service-unsettled");
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "alreadyCurrent", "ok");

        Assert.Contains(NewToken, host.Read(Authorization), StringComparison.Ordinal);
    }
}
