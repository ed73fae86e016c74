using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>Whatever fails: the old state is back, or the new one is complete, or a human is called and the guard stays armed.</summary>
public sealed class FailureTests
{
    private static readonly string[] _services = [Gateway, ExtensionsController];

    public static IEnumerable<TheoryDataRow<int>> Calls => Enumerable.Range(1, 48).Select(static call => new TheoryDataRow<int>(call));

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_that_fails_leaves_the_machine_sound(int call)
    {
        await using WindowsHost host = WithModule().FailAt(call);
        string before = host.Contents();

        HostRun run = await host.ApplyAsync(Component.ActiveGate);

        Assert.Contains(run.ExitCode, new[] { 0, 30, 40 });
        run.Is(run.ExitCode, run.Report.Outcome, run.Report.Code);
        Assert.True(
            run.Report.Code is not "internal-error" || host.Calls[call - 1].StartsWith("Start-Sleep", StringComparison.Ordinal),
            run.Report.Message);
        Assert.All(_services, service => Assert.True(host.IsCurrent(service)));
        Assert.Equal(run.ExitCode is 0, host.Read(Authorization).Contains(NewToken, StringComparison.Ordinal));
        Assert.Equal(run.ExitCode is 0 ? NewToken : OldToken, host.RegistryToken());
        Assert.Empty(host.Leftovers());
        if (run.ExitCode is not 0)
        {
            Assert.Equal(before, host.Contents());
        }
    }

    [Theory]
    [InlineData("Get-Service", "services-failed")]
    [InlineData("Get-Acl", "state-not-writable")]
    [InlineData("Set-Acl", "cannot-write")]
    [InlineData("icacls.exe", "state-not-writable")]
    [InlineData("schtasks.exe /Create", "no-guard")]
    public async Task A_command_that_never_works_is_a_refusal_and_no_harm(string call, string code)
    {
        await using WindowsHost host = WithModule().Fails(call);
        string before = host.Contents();

        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", code);

        Assert.Equal(before, host.Contents());
        Assert.Equal(0, host.StartsOf(Gateway));
        Assert.Empty(host.System.Tasks.Names);
    }

    [Theory]
    [InlineData("Get-CimInstance")]
    [InlineData("Get-Process")]
    [InlineData("fsutil.exe")]
    [InlineData("schtasks.exe /Delete")]
    public async Task A_command_that_only_tells_more_is_not_needed(string call)
    {
        await using WindowsHost host = WithModule().Fails(call);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.True(host.IsCurrent(Gateway));
    }

    [Fact]
    public async Task A_registry_that_cannot_be_read_is_refused()
    {
        await using WindowsHost host = WithModule().Fails("Get-Item");

        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "unreadable");
    }

    [Fact]
    public async Task A_service_that_never_stops_is_left_running_on_the_old_token()
    {
        await using WindowsHost host = WithModule();
        await host.Service(ExtensionsController).Turn.WaitAsync(TestContext.Current.CancellationToken);
        string before = host.Contents();

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(40, "failed", "stop-failed");

        Assert.Equal((before, HostFacts.OldFingerprint), (host.Contents(), report.Fingerprint));
        Assert.All(_services, service => Assert.True(host.Runs(service)));
        Assert.Empty(host.System.Tasks.Names);
    }

    [Theory]
    [InlineData(Gateway)]
    [InlineData(ExtensionsController)]
    public async Task A_service_that_does_not_start_with_the_new_token_gets_the_old_one_back(string service)
    {
        await using WindowsHost host = WithModule().FailsStarts(service, 1);
        string before = host.Contents();

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(40, "failed", "start-failed");

        Assert.Equal((before, OldToken, HostFacts.OldFingerprint), (host.Contents(), host.RegistryToken(), report.Fingerprint));
        Assert.All(_services, name => Assert.True(host.IsCurrent(name)));
        Assert.Empty(report.Files!);
    }

    [Fact]
    public async Task A_service_that_never_starts_again_needs_a_human_and_keeps_guard_and_backups()
    {
        await using WindowsHost host = WithModule().FailsStarts(Gateway, 99);

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(50, "failed", "start-failed");

        Assert.Equal([Authorization + Backup, Extensions + Backup], report.Leftovers);
        Assert.Contains(Gateway, host.System.Tasks.Armed, StringComparison.Ordinal);
        Assert.Contains(OldToken, host.Read(Authorization), StringComparison.Ordinal);
        host.FailsStarts(Gateway, 0);
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.System.Tasks.Names);
    }

    [Fact]
    public async Task A_service_that_goes_down_again_after_its_start_is_a_failure()
    {
        await using WindowsHost host = WithModule();
        bool crashed = false;
        host.Waiting = () =>
        {
            if (!crashed && host.StartsOf(Gateway) == 1 && host.Calls[^1].EndsWith(" 3000", StringComparison.Ordinal))
            {
                crashed = true;
                host.Services.StopNow(host.Service(Gateway));
            }
        };

        (await host.ApplyAsync(Component.ActiveGate)).Is(40, "failed", "start-failed");

        Assert.True(host.IsCurrent(Gateway));
    }

    [Fact]
    public async Task What_depends_on_a_service_is_stopped_first_and_started_again()
    {
        await using WindowsHost host = WithModule().WithService("Acme Watcher");
        host.System.DependentsOf = static name => name is Gateway ? ["Acme Watcher"] : [];

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal(1, host.StartsOf("Acme Watcher"));
        Assert.True(host.IsCurrent("Acme Watcher"));
    }

    [Fact]
    public async Task The_autoupdater_is_never_touched()
    {
        await using WindowsHost host = WithModule();

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.DoesNotContain(
            host.Calls,
            static call => call.StartsWith("sc.exe", StringComparison.Ordinal) && call.Contains("Autoupdater", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backup_and_successor_have_the_owner_and_rights_of_the_original_before_a_token_is_in_them()
    {
        await using WindowsHost host = WithActiveGate();
        host.System.Rights.Set(host.Place(Authorization), "S-1-5-19", "D:AI(A;;FA;;;SY)(A;ID;FR;;;LS)");
        List<long> sizes = [];
        Action<string, IReadOnlyList<string>> before = host.System.Calling;
        host.System.Calling = (name, given) =>
        {
            if (name is "Set-Acl")
            {
                sizes.Add(new FileInfo(
                    given.First(static g => g.StartsWith("-LiteralPath ", StringComparison.Ordinal))["-LiteralPath ".Length..]).Length);
            }

            before(name, given);
        };

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal([0, 0], sizes);
        Assert.Equal(2, host.Calls.Count(static call => call.EndsWith("/setowner *S-1-5-19 /Q", StringComparison.Ordinal)));
        Assert.Equal(
            ("S-1-5-19", "D:AI(A;;FA;;;SY)(A;ID;FR;;;LS)"),
            (host.System.Rights.Get(host.Place(Authorization)).Owner, host.System.Rights.Get(host.Place(Authorization)).Rights));
    }

    [Fact]
    public async Task An_owner_that_cannot_be_kept_is_refused_before_anything_stops()
    {
        await using WindowsHost host = WithActiveGate().Fails("icacls.exe " + "/", 2);
        host.System.Rights.Set(host.Place(Authorization), "S-1-5-19", "D:(A;;FA;;;SY)");

        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "cannot-keep-owner");

        Assert.Equal(0, host.StartsOf(Gateway));
        Assert.Empty(host.Leftovers());
    }

    [Fact]
    public async Task A_rejection_in_the_log_since_the_start_shows()
    {
        await using WindowsHost host = WithActiveGate().With(Log, "REQUEST_REJECTED before\n");
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.True((await host.RestoreAsync(Component.ActiveGate)).Report.Connected);
        host.Waiting = () =>
        {
            if (host.Calls[^1].EndsWith(" 3000", StringComparison.Ordinal))
            {
                File.AppendAllText(host.Place(Log), "WARNING REQUEST_REJECTED\n");
            }
        };

        Assert.False((await host.ApplyAsync(Component.ActiveGate, 7)).Is(0, "rotated", "ok").Connected);
    }
}
