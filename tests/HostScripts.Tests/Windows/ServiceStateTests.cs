using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using TenantTokens.Simulator.Machines;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>Every service that runs counts, also one that is disabled; and nobody insists on one that was not up before.</summary>
public sealed class ServiceStateTests
{
    [Fact]
    public async Task A_module_that_runs_but_is_disabled_is_refused_before_anything_stops()
    {
        await using WindowsHost host = WithModule();
        host.Service(ExtensionsController).IsMasked = true;

        foreach (HostRun run in new[] { await host.ProbeAsync(Component.ActiveGate), await host.ApplyAsync(Component.ActiveGate) })
        {
            Assert.Contains(
                "Dynatrace Extensions Controller runs, but it is disabled",
                run.Is(30, "refused", "service-unstartable").Message,
                StringComparison.Ordinal);
        }

        Assert.Equal((true, HostFacts.OneEnvironment), (host.Runs(ExtensionsController), host.Read(Authorization)));
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.System.Tasks.Names);
        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "already-restored");
    }

    [Fact]
    public async Task An_agent_that_runs_but_is_disabled_is_refused_before_anything_stops()
    {
        await using WindowsHost host = WithOneAgent();
        host.Service(Agent).IsMasked = true;

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "service-unstartable");
        (await host.ApplyAsync(Component.OneAgent)).Is(30, "refused", "service-unstartable");

        Assert.Equal((OldToken, true), (host.Program.Token, host.Runs(Agent)));
    }

    [Fact]
    public async Task A_module_that_is_disabled_and_does_not_run_is_left_alone()
    {
        await using WindowsHost host = WithModule();
        host.Services.StopNow(host.Service(ExtensionsController));
        host.Service(ExtensionsController).IsMasked = true;

        (await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "ok");
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Contains(NewToken, host.Read(Extensions), StringComparison.Ordinal);
        Assert.False(host.Runs(ExtensionsController));
    }

    [Theory]
    [InlineData("activating")]
    [InlineData(Unit.Paused)]
    public async Task A_module_that_is_not_up_is_told_by_the_probe_and_not_insisted_on(string state)
    {
        await using WindowsHost host = WithModule();
        Unit module = host.Service(ExtensionsController);
        (module.State, module.StartedAt) = (state, null);
        module.Load = static () => "it never comes up";

        Assert.Contains(
            ExtensionsController,
            (await host.ProbeAsync(Component.ActiveGate)).Is(30, "refused", "service-unsettled").Message,
            StringComparison.Ordinal);
        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Contains("not waited for: Dynatrace Extensions Controller", report.Message, StringComparison.Ordinal);
        Assert.Equal((1, true), (host.StartsOf(Gateway), host.IsCurrent(Gateway)));
        Assert.Contains(NewToken, host.Read(Extensions), StringComparison.Ordinal);
        Assert.Empty(host.Leftovers());
        Assert.Empty(host.System.Tasks.Names);
    }

    [Fact]
    public async Task A_module_that_was_paused_reads_the_new_token()
    {
        await using WindowsHost host = WithModule();
        host.Service(ExtensionsController).State = Unit.Paused;

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal((1, true), (host.StartsOf(ExtensionsController), host.IsCurrent(ExtensionsController)));
    }

    [Fact]
    public async Task A_module_that_is_not_up_does_not_keep_the_old_state_from_coming_back()
    {
        await using WindowsHost host = WithModule().FailsStarts(Gateway, 1);
        host.Service(ExtensionsController).State = "activating";

        (await host.ApplyAsync(Component.ActiveGate)).Is(40, "failed", "start-failed");

        Assert.Equal((HostFacts.OneEnvironment, true), (host.Read(Authorization), host.IsCurrent(Gateway)));
    }

    [Fact]
    public async Task A_service_on_its_way_up_is_waited_for()
    {
        await using WindowsHost host = WithModule();
        Unit module = host.Service(ExtensionsController);
        module.State = "activating";
        host.Waiting = () => module.State = module.State is "activating" ? Unit.Active : module.State;

        (await host.ProbeAsync(Component.ActiveGate)).Is(0, "probed", "ok");
    }

    [Fact]
    public async Task An_agent_that_is_not_up_gets_the_token_and_is_not_insisted_on()
    {
        await using WindowsHost host = WithOneAgent();
        host.Service(Agent).State = Unit.Paused;

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "service-unsettled");
        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Equal(NewToken, host.Program.Token);
        Assert.Empty(host.System.Tasks.Names);
    }
}
