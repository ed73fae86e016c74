using System.Globalization;
using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>Late, repeated and simultaneous commands (docs/invariants.md#i5).</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task The_same_command_twice_is_done_once(Component component)
    {
        using HostTree host = For(component);
        string service = Service(component);

        (await host.ApplyAsync(component)).Is(0, "rotated", "ok");
        (await host.ApplyAsync(component)).Is(0, "alreadyCurrent", "ok");
        Assert.Equal(1, host.StartsOf(service));

        (await host.RestoreAsync(component)).Is(0, "restored", "ok");
        (await host.RestoreAsync(component)).Is(0, "restored", "already-restored");
        Assert.Equal(2, host.StartsOf(service));
        Assert.Empty(host.Timers);
    }

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task A_command_older_than_the_last_one_is_stale(Component component)
    {
        using HostTree host = For(component);
        (await host.RestoreAsync(component, generation: 6)).Is(0, "restored", "already-restored");

        (await host.ApplyAsync(component, generation: 5)).Is(20, "expired", "stale-generation");

        Assert.Equal(0, host.StartsOf(Service(component)));
    }

    [Fact]
    public async Task One_generation_has_one_direction()
    {
        using HostTree host = WithActiveGate();
        (await host.ApplyAsync(Component.ActiveGate, generation: 5)).Is(0, "rotated", "ok");

        (await host.RestoreAsync(Component.ActiveGate, generation: 5)).Is(20, "expired", "stale-generation");
        (await host.ApplyAsync(Component.ActiveGate, 5, ("ROTATION_ID", "another"))).Is(20, "expired", "stale-generation");
        (await host.RestoreAsync(Component.ActiveGate, generation: 6)).Is(0, "restored", "ok");
        (await host.ApplyAsync(Component.ActiveGate, generation: 7)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task Generations_are_compared_as_numbers()
    {
        using HostTree host = WithActiveGate();
        (await host.ApplyAsync(Component.ActiveGate, generation: 9)).Is(0, "rotated", "ok");

        (await host.RestoreAsync(Component.ActiveGate, generation: 10)).Is(0, "restored", "ok");
    }

    [Fact]
    public async Task A_refused_command_still_shuts_out_older_ones()
    {
        using HostTree host = WithActiveGate($"[{EnvironmentId}]\ntenantToken = th1rdT0ken000000\n");
        (await host.RestoreAsync(Component.ActiveGate, generation: 6)).Is(30, "refused", "unexpected-token");
        host.With(Authorization, OneEnvironment);

        (await host.ApplyAsync(Component.ActiveGate, generation: 5)).Is(20, "expired", "stale-generation");
    }

    [Fact]
    public async Task Components_and_environments_have_their_own_generations()
    {
        using HostTree host = WithActiveGate($"[{EnvironmentId}]\ntenantToken = {OldToken}\n[other999]\ntenantToken = {OldToken}\n");

        (await host.ApplyAsync(Component.ActiveGate, generation: 9)).Is(0, "rotated", "ok");
        (await host.ApplyAsync(Component.ActiveGate, 5, ("ENVIRONMENT_ID", "other999"))).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task A_command_after_its_time_does_nothing_at_all()
    {
        using HostTree host = WithActiveGate();
        string past = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 2).ToString(CultureInfo.InvariantCulture);

        (await host.ApplyAsync(Component.ActiveGate, 5, ("NOT_AFTER", past))).Is(20, "expired", "not-after-passed");

        Assert.False(host.Has(StateDirectory));
    }

    [Fact]
    public async Task The_time_is_checked_again_while_waiting_for_the_lock()
    {
        using HostTree host = WithActiveGate().Fails("flock", 0);
        string soon = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1).ToString(CultureInfo.InvariantCulture);

        (await host.ApplyAsync(Component.ActiveGate, 5, ("NOT_AFTER", soon))).Is(20, "expired", "not-after-passed");

        Assert.Equal(OneEnvironment, host.Read(Authorization));
    }

    [Fact]
    public async Task Who_does_not_get_the_lock_leaves()
    {
        using HostTree host = WithActiveGate().Fails("flock", 0);

        (await host.ApplyAsync(Component.ActiveGate, 5, ("LOCK_S", "1"))).Is(30, "refused", "locked");

        Assert.Equal(0, host.StartsOf("dynatracegateway"));
    }

    [Fact]
    public async Task The_generation_is_checked_again_once_the_lock_is_held()
    {
        string marker = $"{StateDirectory}/{EnvironmentId}.activegate";
        using HostTree host = WithActiveGate();

        // The lock comes at the second try; its holder was a newer command.
        host.WithCommand("flock", $"[ ! -e \"$tree/newer\" ] || exit 0\n: >\"$tree/newer\"\n"
            + "printf 'generation=6\\nrotation="
            + $"{RotationId}\\naction=restore\\nstate=done\\nfingerprint=\\nchanged=0\\nservices=\\nguard=\\n'"
            + $" >'{host.Path(marker)}'\nexit 1");

        (await host.ApplyAsync(Component.ActiveGate, generation: 5)).Is(20, "expired", "stale-generation");

        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.Equal(0, host.StartsOf("dynatracegateway"));
        Assert.Contains("generation=6", host.Read(marker), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_is_checked_again_once_the_lock_is_held()
    {
        using HostTree host = WithActiveGate().WithCommand("flock", "sleep 2");
        string soon = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1).ToString(CultureInfo.InvariantCulture);

        (await host.ApplyAsync(Component.ActiveGate, 5, ("NOT_AFTER", soon))).Is(20, "expired", "not-after-passed");

        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.Equal(0, host.StartsOf("dynatracegateway"));
    }

    [Fact]
    public async Task What_a_killed_run_still_has_at_work_is_waited_for()
    {
        using HostTree host = WithOneAgent().Agent("slow", "").OrphanOn("oneagentctl --set-tenant=*");
        await host.ApplyAsync(Component.OneAgent);
        host.WithCommand("flock", "(sleep 1; rm \"$tree/world/agent/slow\") >/dev/null 2>&1 &");

        (await host.RestoreAsync(Component.OneAgent)).Is(0, "restored", "ok");

        Assert.Equal($"{NewToken}\n{OldToken}", host.ReadWorld("agent/history"));
        Assert.True(host.IsCurrent("oneagent"));
    }

    [Fact]
    public async Task What_a_killed_run_still_has_at_work_is_not_waited_for_beyond_the_limit()
    {
        using HostTree host = WithOneAgent().Agent("slow", "").OrphanOn("oneagentctl --set-tenant=*");
        await host.ApplyAsync(Component.OneAgent);

        (await host.RestoreAsync(Component.OneAgent, 6, ("LOCK_S", "0"))).Is(30, "refused", "locked");
    }

    [Theory]
    [InlineData("flock")]
    [InlineData("nothing")]
    public async Task Of_two_runs_at_once_one_waits_for_the_other(string lacking)
    {
        using HostTree host = WithFullActiveGate();
        if (lacking == "nothing")
        {
            host.Lacks("flock");
        }

        HostRun[] runs = await Task.WhenAll(
            host.ApplyAsync(Component.ActiveGate),
            host.ApplyAsync(Component.ActiveGate),
            host.ApplyAsync(Component.ActiveGate));

        Assert.Equal(["alreadyCurrent", "alreadyCurrent", "rotated"], runs.Select(run => run.Report.Outcome).Order(StringComparer.Ordinal));
        Assert.Equal(1, host.StartsOf("dynatracegateway"));
        Assert.Empty(host.Leftovers());
    }

    [Fact]
    public async Task Apply_and_restore_at_once_end_with_the_younger_command()
    {
        using HostTree host = WithFullActiveGate();

        HostRun[] runs = await Task.WhenAll(
            host.ApplyAsync(Component.ActiveGate, generation: 5),
            host.RestoreAsync(Component.ActiveGate, generation: 6));

        Assert.Equal(0, runs[1].ExitCode);
        Assert.Contains(runs[0].ExitCode, new[] { 0, 20 });
        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.True(host.IsCurrent("dynatracegateway"));
    }

    [Fact]
    public async Task The_lock_of_a_dead_run_is_taken_over_without_flock()
    {
        using HostTree host = WithActiveGate().Lacks("flock").WithDirectory(StateDirectory);
        File.CreateSymbolicLink(host.Path($"{StateDirectory}/lock.pid"), $"{Environment.ProcessId}:1");

        (await host.ApplyAsync(Component.ActiveGate, 5, ("LOCK_S", "30"))).Is(0, "rotated", "ok");

        Assert.Null(new FileInfo(host.Path($"{StateDirectory}/lock.pid")).LinkTarget);
    }

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task A_new_token_that_the_service_has_not_loaded_is_loaded(Component component)
    {
        using HostTree host = For(component);
        if (component is Component.ActiveGate)
        {
            host.With(Authorization, OneEnvironment.Replace(OldToken, NewToken, StringComparison.Ordinal));
            File.SetLastWriteTimeUtc(host.Path(Authorization), TimeProvider.System.GetUtcNow().AddMinutes(-1).UtcDateTime);
        }
        else
        {
            host.Agent("token", NewToken).With("/var/lib/dynatrace/oneagent/agent/config/deployment.conf", "Tenant=x\n");
            File.SetLastWriteTimeUtc(
                host.Path("/var/lib/dynatrace/oneagent/agent/config/deployment.conf"),
                TimeProvider.System.GetUtcNow().AddMinutes(-1).UtcDateTime);
        }

        (await host.ApplyAsync(component)).Is(0, "rotated", "ok");

        Assert.Equal(1, host.StartsOf(Service(component)));
    }

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task A_stopped_service_with_the_new_token_is_started(Component component)
    {
        using HostTree host = For(component)
            .With(Authorization, OneEnvironment.Replace(OldToken, NewToken, StringComparison.Ordinal))
            .Agent("token", NewToken);
        host.Stopped(Service(component));

        (await host.ApplyAsync(component)).Is(0, "rotated", "ok");

        Assert.True(host.IsCurrent(Service(component)));
    }

    [Fact]
    public async Task What_the_ActiveGate_writes_later_causes_no_second_restart()
    {
        using HostTree host = WithActiveGate();
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        File.SetLastWriteTimeUtc(host.Path(Authorization), TimeProvider.System.GetUtcNow().AddMinutes(5).UtcDateTime);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "alreadyCurrent", "ok");

        Assert.Equal(1, host.StartsOf("dynatracegateway"));
    }

    private static HostTree For(Component component) => component is Component.ActiveGate ? WithActiveGate() : WithOneAgent();

    private static string Service(Component component) => component is Component.ActiveGate ? "dynatracegateway" : "oneagent";
}
