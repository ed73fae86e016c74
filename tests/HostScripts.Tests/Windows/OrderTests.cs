using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>A late, old, repeated or simultaneous command does no harm.</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task The_same_rotation_twice_restarts_nothing_the_second_time(Component component)
    {
        await using WindowsHost host = For(component);
        (await host.ApplyAsync(component)).Is(0, "rotated", "ok");

        (await host.ApplyAsync(component)).Is(0, "alreadyCurrent", "ok");

        Assert.Equal(1, host.StartsOf(Service(component)));
        Assert.DoesNotContain(
            host.Calls,
            static call => call.StartsWith("sc.exe", StringComparison.Ordinal) || call.Contains("--set", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task A_restore_of_what_never_left_restarts_nothing(Component component)
    {
        await using WindowsHost host = For(component);

        (await host.RestoreAsync(component)).Is(0, "restored", "already-restored");

        Assert.Equal(0, host.StartsOf(Service(component)));
    }

    [Theory]
    [InlineData(4, "apply")]
    [InlineData(5, "restore")]
    public async Task An_older_or_reused_generation_is_refused_and_touches_nothing(long generation, string action)
    {
        await using WindowsHost host = WithModule();
        (await host.ApplyAsync(Component.ActiveGate, generation: 5)).Is(0, "rotated", "ok");
        string before = host.Contents();

        HostRun run = action is "apply"
            ? await host.ApplyAsync(Component.ActiveGate, generation)
            : await host.RestoreAsync(Component.ActiveGate, generation);

        run.Is(20, "expired", "stale-generation");
        Assert.Equal(before, host.Contents());
        Assert.Equal(1, host.StartsOf(Gateway));
    }

    [Fact]
    public async Task A_generation_near_the_end_of_64_bits_is_one_like_any_other()
    {
        await using WindowsHost host = WithActiveGate();

        (await host.ApplyAsync(Component.ActiveGate, long.MaxValue)).Is(0, "rotated", "ok");
        (await host.RestoreAsync(Component.ActiveGate, long.MaxValue - 1)).Is(20, "expired", "stale-generation");
    }

    [Fact]
    public async Task The_components_and_environments_of_a_machine_have_markers_of_their_own()
    {
        await using WindowsHost host = WithActiveGate()
            .WithService(Agent, @"C:\Program Files\dynatrace\oneagent\agent\lib64\oneagentwatchdog.exe")
            .WithControl(OneAgentControl);
        (await host.ApplyAsync(Component.ActiveGate, generation: 9)).Is(0, "rotated", "ok");

        (await host.ApplyAsync(Component.OneAgent, generation: 5)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task A_command_whose_time_has_passed_touches_nothing()
    {
        await using WindowsHost host = WithModule();
        string before = host.Contents();

        (await host.ApplyAsync(Component.ActiveGate, 5, ("NOT_AFTER", $"{host.Time.GetUtcNow().ToUnixTimeSeconds() - 1}")))
            .Is(20, "expired", "not-after-passed");

        Assert.Equal(before, host.Contents());
        Assert.False(host.Has(StateDirectory));
    }

    [Fact]
    public async Task A_lock_that_becomes_free_is_waited_for()
    {
        await using WindowsHost host = WithModule();
        FileStream other = Lock(host);
        int waits = 0;
        host.Waiting = () =>
        {
            if (++waits == 3)
            {
                other.Dispose();
            }
        };

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.True(waits >= 3);
    }

    [Fact]
    public async Task A_lock_that_stays_taken_is_a_refusal()
    {
        await using WindowsHost host = WithModule();
        using FileStream other = Lock(host);
        string before = host.Contents();

        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "locked");

        Assert.Equal(before, host.Contents());
        Assert.Equal(0, host.StartsOf(Gateway));
    }

    [Fact]
    public async Task A_newer_command_that_came_while_this_one_waited_shuts_it_out()
    {
        await using WindowsHost host = WithModule();
        FileStream other = Lock(host);
        host.Waiting = () =>
        {
            other.Dispose();
            host.With(
                Marker,
                "generation=9\nrotation=rotation-7\naction=restore\nstate=done\nfingerprint=\nchanged=0\nservices=\nguard=\n");
        };

        (await host.ApplyAsync(Component.ActiveGate)).Is(20, "expired", "stale-generation");

        Assert.Equal(HostFacts.OneEnvironment, host.Read(Authorization));
    }

    [Fact]
    public async Task A_command_that_expires_while_it_waits_for_the_lock_touches_nothing()
    {
        await using WindowsHost host = WithModule();
        using FileStream other = Lock(host);

        (await host.ApplyAsync(Component.ActiveGate, 5, ("NOT_AFTER", $"{host.Time.GetUtcNow().ToUnixTimeSeconds() + 5}")))
            .Is(20, "expired", "not-after-passed");

        Assert.Equal(HostFacts.OneEnvironment, host.Read(Authorization));
    }

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task A_stopped_service_with_the_new_token_is_started(Component component)
    {
        await using WindowsHost host = For(component);
        host.With(Authorization, HostFacts.OneEnvironment.Replace(OldToken, NewToken, StringComparison.Ordinal)).Program.Token = NewToken;
        host.Services.StopNow(host.Service(Service(component)));

        (await host.ApplyAsync(component)).Is(0, "rotated", "ok");

        Assert.True(host.IsCurrent(Service(component)));
    }

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task A_service_that_did_not_run_gets_the_token_and_is_left_stopped(Component component)
    {
        await using WindowsHost host = For(component);
        host.Services.StopNow(host.Service(Service(component)));

        (await host.ApplyAsync(component)).Is(0, "rotated", "ok");

        Assert.False(host.Runs(Service(component)));
        (await host.ApplyAsync(component)).Is(0, "alreadyCurrent", "ok");
        Assert.False(host.Runs(Service(component)));
    }

    [Fact]
    public async Task A_service_that_was_not_restarted_since_the_token_changed_is_restarted()
    {
        await using WindowsHost host = WithActiveGate(HostFacts.OneEnvironment.Replace(OldToken, NewToken, StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(host.Place(Authorization), host.Time.GetUtcNow().AddMinutes(-1).UtcDateTime);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal(1, host.StartsOf(Gateway));
    }

    [Fact]
    public async Task A_Windows_that_tells_no_start_times_is_believed_only_after_our_own_note()
    {
        await using WindowsHost host = WithActiveGate(HostFacts.OneEnvironment.Replace(OldToken, NewToken, StringComparison.Ordinal));
        host.Fails("Get-CimInstance");

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.Equal(1, host.StartsOf(Gateway));
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "alreadyCurrent", "ok");
        Assert.Equal(1, host.StartsOf(Gateway));
    }

    private static WindowsHost For(Component component) => component is Component.ActiveGate ? WithActiveGate() : WithOneAgent();

    private static string Service(Component component) => component is Component.ActiveGate ? Gateway : Agent;

    private static FileStream Lock(WindowsHost host)
    {
        host.WithDirectory(StateDirectory).System.Rights.Close(host.Place(StateDirectory));
        return new FileStream(host.Place(StateDirectory + @"\lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }
}
