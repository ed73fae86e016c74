using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.HostTree;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>Where the agent and its service are found, and how they are asked.</summary>
public sealed class OneAgentPlaceTests
{
    [Fact]
    public async Task A_customised_installation_is_found_by_its_unit()
    {
        using HostTree host = WithOneAgent().Without(OneAgentTools).WithOneAgentTools("/data/agents/oneagent/agent/tools")
            .WithService("oneagent", "/data/agents/oneagent/agent/initscripts/oneagent start");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task A_customised_installation_is_found_by_its_init_script()
    {
        using HostTree host = WithOneAgent()
            .Agent("old", "")
            .Without(OneAgentTools)
            .WithOneAgentTools("/data/agents/oneagent/agent/tools")
            .WithSysV("oneagent");
        host.Without("/etc/init.d/oneagent").With("/data/agents/oneagent/agent/initscripts/oneagent", "#!/bin/sh\n");
        File.CreateSymbolicLink(host.Path("/etc/init.d/oneagent"), "../../data/agents/oneagent/agent/initscripts/oneagent");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Equal(NewToken, host.ReadWorld("agent/token"));
    }

    [Fact]
    public async Task The_installation_that_the_service_names_wins_over_what_is_left_of_another()
    {
        using HostTree host = WithOneAgent()
            .Without(OneAgentTools)
            .With($"{OneAgentTools}/oneagentctl", "#!/bin/sh\nexit 1\n", UnixFileMode.UserRead | UnixFileMode.UserExecute)
            .WithOneAgentTools("/data/agents/oneagent/agent/tools")
            .WithService("oneagent", "/data/agents/oneagent/agent/initscripts/oneagent start");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task A_service_without_oneagentctl_is_refused()
    {
        using HostTree host = WithOneAgent().Without(OneAgentTools);

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "no-oneagentctl");
    }

    [Fact]
    public async Task Oneagentctl_without_its_service_is_refused()
    {
        using HostTree host = Create().WithOneAgentTools(OneAgentTools);

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "no-service");
    }

    [Fact]
    public async Task Init_scripts_start_the_agent_where_systemd_does_not_run()
    {
        using HostTree host = WithOneAgent().Agent("old", "").WithSysV("oneagent");

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
        Assert.True(host.IsCurrent("oneagent"));
        (await host.ApplyAsync(Component.OneAgent)).Is(0, "alreadyCurrent", "ok");
        Assert.Equal(1, host.StartsOf("oneagent"));
    }

    [Theory]
    [InlineData("a timeout that works")]
    [InlineData("a timeout that does not")]
    public async Task Questions_to_the_agent_have_a_time_limit_where_there_is_timeout(string what)
    {
        using HostTree host = WithOneAgent().WithTool("timeout");
        if (what.EndsWith("not", StringComparison.Ordinal))
        {
            host.Fails("timeout", 0, "invalid option");
        }

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.Equal(
            what.EndsWith("works", StringComparison.Ordinal),
            host.Calls.Count(call => call.StartsWith("timeout 60 ", StringComparison.Ordinal)) > 1);
        Assert.DoesNotContain(
            host.Calls,
            call => call.StartsWith("timeout", StringComparison.Ordinal) && call.Contains("--set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_that_ran_into_its_time_limit_is_not_asked_without_one()
    {
        using HostTree host = WithOneAgent().WithCommand("timeout", "exit 124");

        (await host.ProbeAsync(Component.OneAgent)).Is(30, "refused", "oneagentctl-failed");

        Assert.DoesNotContain(host.Calls, call => call.StartsWith("oneagentctl", StringComparison.Ordinal));
    }
}
