using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using TenantTokens.Tokens;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

public sealed class OneAgentTests
{
    private const string OlderToken = "0lderT0ken000001";

    private static string OlderFingerprint { get; } = TenantToken.Parse(OlderToken).Fingerprint(RotationId);

    [Fact]
    public async Task A_probe_tells_what_the_agent_is_and_changes_nothing()
    {
        using HostTree host = WithOneAgent();

        HostReport report = (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok");

        Assert.Equal(
            (OldFingerprint, "1.301.70.20250115", "6b899713d5b4a22c", true),
            (report.Fingerprint, report.Version, report.HostId, report.Connected));
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

    [Fact]
    public async Task An_older_token_is_replaced_by_a_command_that_names_its_fingerprint()
    {
        using HostTree host = WithOneAgent().Agent("token", OlderToken);

        HostReport report = (await host.ApplyAsync(Component.OneAgent, 5, ("OLD_FINGERPRINT", OlderFingerprint))).Is(0, "rotated", "ok");

        Assert.Equal((NewFingerprint, NewToken), (report.Fingerprint, host.ReadWorld("agent/token")));
    }

    [Fact]
    public async Task An_older_token_is_not_replaced_by_a_command_that_names_another_fingerprint()
    {
        using HostTree host = WithOneAgent().Agent("token", OlderToken);
        Assert.Equal(OlderFingerprint, (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Fingerprint);

        HostReport report = (await host.ApplyAsync(Component.OneAgent, 5, ("OLD_FINGERPRINT", OldFingerprint)))
            .Is(30, "refused", "unexpected-token");

        Assert.Equal((OlderFingerprint, OlderToken), (report.Fingerprint, host.ReadWorld("agent/token")));
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
}
