using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using TenantTokens.Simulator.Machines.Files;
using TenantTokens.Simulator.Machines.Windows;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

public sealed class OneAgentTests
{
    [Fact]
    public async Task A_probe_tells_what_the_agent_is_and_changes_nothing()
    {
        await using WindowsHost host = WithOneAgent();

        HostReport report = (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok");

        Assert.Equal(
            (HostFacts.OldFingerprint, "1.301.70.20250115", "6b899713d5b4a22c", true),
            (report.Fingerprint, report.Version, report.HostId, report.Connected));
        Assert.Equal(Agent, Assert.Single(report.Services!).Name);
        Assert.False(host.Has(StateDirectory));
    }

    [Fact]
    public async Task The_token_is_set_with_the_agents_own_tenant_in_one_call_and_comes_back()
    {
        await using WindowsHost host = WithOneAgent();

        HostReport report = (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Contains($"oneagentctl --set-tenant={EnvironmentId} --set-tenant-token={NewToken} --restart-service", host.Calls);
        Assert.Equal((NewToken, true, 1), (host.Program.Token, host.IsCurrent(Agent), host.StartsOf(Agent)));
        Assert.InRange(report.Services![0].StartedAt, report.Clock, report.Clock + 60);

        (await host.RestoreAsync(Component.OneAgent)).Is(0, "restored", "ok");
        Assert.Equal((OldToken, true), (host.Program.Token, host.IsCurrent(Agent)));
    }

    [Fact]
    public async Task An_agent_too_old_to_restart_itself_is_stopped_set_and_started()
    {
        await using WindowsHost host = WithOneAgent();
        host.Program.IsOld = true;

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Equal((NewToken, true, 1), (host.Program.Token, host.IsCurrent(Agent), host.StartsOf(Agent)));
    }

    [Fact]
    public async Task An_agent_that_takes_the_token_without_a_restart_is_restarted()
    {
        await using WindowsHost host = WithOneAgent();
        host.Program.ForgetsRestart = true;

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Equal((true, 1), (host.IsCurrent(Agent), host.StartsOf(Agent)));
    }

    public static IEnumerable<TheoryDataRow<bool, bool>> Unwilling { get; } =
    [
        new(true, false) { TestDisplayName = "it refuses the token" },
        new(false, true) { TestDisplayName = "it says yes and keeps the old one" },
    ];

    [Theory]
    [MemberData(nameof(Unwilling))]
    public async Task An_agent_that_does_not_take_the_token_runs_on_with_the_old_one(bool refuses, bool lies)
    {
        await using WindowsHost host = WithOneAgent();
        (host.Program.Refuses, host.Program.Lies) = (refuses, lies);

        HostReport report = (await host.ApplyAsync(Component.OneAgent)).Is(40, "failed", "set-failed");

        Assert.Equal((HostFacts.OldFingerprint, OldToken, true), (report.Fingerprint, host.Program.Token, host.IsCurrent(Agent)));
        Assert.Empty(host.System.Tasks.Names);
    }

    [Fact]
    public async Task An_agent_that_does_not_start_with_the_new_token_gets_the_old_one_back()
    {
        await using WindowsHost host = WithOneAgent().FailsStarts(Agent, 3);

        (await host.ApplyAsync(Component.OneAgent)).Is(40, "failed", "start-failed");

        Assert.Equal((OldToken, true), (host.Program.Token, host.IsCurrent(Agent)));
    }

    [Fact]
    public async Task An_agent_that_never_starts_again_needs_a_human_and_keeps_its_guard()
    {
        await using WindowsHost host = WithOneAgent().FailsStarts(Agent, 99);

        (await host.ApplyAsync(Component.OneAgent)).Is(50, "failed", "start-failed");

        Assert.Contains(Agent, host.System.Tasks.Armed, StringComparison.Ordinal);
        host.FailsStarts(Agent, 0);
        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
        Assert.Empty(host.System.Tasks.Names);
    }

    [Theory]
    [InlineData("--get-tenant", "oneagentctl-failed")]
    [InlineData("--get-tenant-token", "oneagentctl-failed")]
    public async Task A_question_that_fails_is_refused(string question, string code)
    {
        await using WindowsHost host = WithOneAgent();
        host.Program.Fails = question;

        (await host.ApplyAsync(Component.OneAgent)).Is(30, "refused", code);

        Assert.Equal(0, host.StartsOf(Agent));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--get-host-id")]
    [InlineData("--get-server")]
    public async Task A_question_that_only_tells_more_may_fail(string question)
    {
        await using WindowsHost host = WithOneAgent();
        host.Program.Fails = question;

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task The_agent_of_another_environment_is_refused()
    {
        await using WindowsHost host = WithOneAgent();
        host.Program.Tenant = "other999";

        Assert.Contains(
            "other999",
            (await host.ApplyAsync(Component.OneAgent)).Is(30, "refused", "other-environment").Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_neither_old_nor_new_is_refused_with_its_fingerprint()
    {
        await using WindowsHost host = WithOneAgent();
        host.Program.Token = "th1rdT0ken000000";

        Assert.Matches("^[0-9a-f]{16}$", (await host.ApplyAsync(Component.OneAgent)).Is(30, "refused", "unexpected-token").Fingerprint);
    }

    [Fact]
    public async Task A_customised_installation_is_found_by_its_service()
    {
        await using WindowsHost host = WithOneAgent(@"D:\apps\oneagent\agent\tools\oneagentctl.exe");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task A_service_without_oneagentctl_is_refused()
    {
        await using WindowsHost host = WithOneAgent().Without(OneAgentControl);

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "no-oneagentctl");
    }

    [Fact]
    public async Task Oneagentctl_without_its_service_is_refused()
    {
        await using WindowsHost host = Create().WithControl(OneAgentControl);

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "no-service");
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(999, false)]
    public async Task A_connection_is_waited_for_and_its_absence_is_no_failure(int after, bool connects)
    {
        await using WindowsHost host = WithOneAgent();
        host.Program.ConnectsAfter = after;

        Assert.Equal(connects, (await host.ApplyAsync(Component.OneAgent, 5, ("PROVE_S", "5"))).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task Processes_from_before_the_start_that_hold_the_library_are_counted_and_named()
    {
        await using WindowsHost host = WithOneAgent();
        DateTime before = host.Time.GetUtcNow().AddHours(-2).UtcDateTime, after = host.Time.GetUtcNow().AddMinutes(-30).UtcDateTime;
        WindowsModule library = new("OneAgentLoader.dll");
        host.System.Processes =
        [
            new(100, "java", before, [new("ntdll.dll"), library]), new(101, "w3wp", before, [library]), new(102, "java", before, [library]),
            new(103, "later", after, [library]), new(104, "notepad", before, [new("ntdll.dll")]), new(105, "oneagentos", before, [library]),
        ];

        StaleProcesses stale = (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Stale!;

        Assert.Equal(3, stale.Count);
        Assert.Equal(["java", "w3wp"], stale.Names);
    }

    [Fact]
    public async Task A_32_bit_process_is_found_by_the_32_bit_tasklist()
    {
        await using WindowsHost host = WithOneAgent();
        OwnWrites.Create(
            host.Place(@"C:\Windows\SysWOW64\tasklist.exe"),
            "#!/bin/sh\necho '\"w3wp.exe\",\"4711\",\"oneagentloader.dll\"'\n",
            FileModes.Program);
        host.System.Processes = [new(4711, "w3wp", host.Time.GetUtcNow().AddHours(-2).UtcDateTime, [new("wow64.dll")])];

        Assert.Equal(["w3wp"], (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Stale!.Names);
    }

    [Fact]
    public async Task Five_hundred_stale_processes_are_counted_and_the_report_stays_small()
    {
        await using WindowsHost host = WithOneAgent();
        host.System.Processes =
        [
            .. Enumerable.Range(1000, 500).Select(pid
                => new WindowsProcess(
                    pid,
                    $"\"\\{pid}\u00e9{new string('x', 80)}",
                    host.Time.GetUtcNow().AddHours(-2).UtcDateTime,
                    [new("oneagentproc.dll")])),
        ];

        StaleProcesses stale = (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok").Stale!;

        Assert.Equal((500, 5), (stale.Count, stale.Names.Count));
        Assert.StartsWith("\"\\1000", stale.Names[0], StringComparison.Ordinal);
    }
}
