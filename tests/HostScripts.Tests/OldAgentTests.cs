using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>Agents before 1.207 mark no connection: their answer is no statement, neither a proof nor a failure.</summary>
public sealed class OldAgentTests
{
    private const string Plain = "https://abc12345.live.dynatrace.com:443;https://sg-eu-west-1.live.dynatrace.com:443";
    private const string Braces = "{https://a/communication}{https://b:9999/communication}";
    private const string Marked = "{https://a/communication;*https://b/communication}";

    [Theory]
    [InlineData("1.199.247.20200714-111723", Plain, null)]
    [InlineData("1.206.99.20201214-111723", Braces, null)]
    [InlineData("1.199.247.20200714-111723", Marked, true)]
    [InlineData("1.207.1.20201230-111723", Braces, false)]
    [InlineData("1.207.1.20201230-111723", Plain, false)]
    [InlineData("2.1.0.20300101-000000", Braces, false)]
    [InlineData("1.301.70.20250115", Marked, true)]
    [InlineData("a development build", Plain, null)]
    [InlineData("a development build", Braces, false)]
    [InlineData("", Plain, null)]
    public async Task What_an_agent_says_of_its_servers_is_read_as_its_version_means_it(string version, string servers, bool? connected)
    {
        using HostTree host = WithOneAgent().Agent("version", version).Agent("server", servers);

        Assert.Equal(connected, (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Connected);
        HostReport report = (await host.ApplyAsync(Component.OneAgent, 5, ("PROVE_S", "0"))).Is(0, "rotated", "ok");

        Assert.Equal(connected, report.Connected);
    }

    /// <summary>The oldest that is tried: no --restart-service (1.189), no braces and no asterisk (1.207).</summary>
    [Fact]
    public async Task The_oldest_agent_that_is_tried_is_rotated_without_waiting_for_an_asterisk_and_comes_back()
    {
        using HostTree host = WithOneAgent().Agent("old", "").Agent("version", "1.187.139.20200219-091500").Agent("server", Plain);

        Assert.Null((await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok").Connected);
        Assert.Single(host.Calls, static call => call == "oneagentctl --get-server");
        Assert.Equal((NewToken, true), (host.ReadWorld("agent/token"), host.IsCurrent("oneagent")));
        Assert.Null((await host.RestoreAsync(Component.OneAgent)).Is(0, "restored", "ok").Connected);
    }
}
