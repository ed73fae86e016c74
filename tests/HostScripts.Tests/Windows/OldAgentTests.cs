using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>Agents before 1.207 mark no connection: their answer is no statement, neither a proof nor a failure.</summary>
public sealed class OldAgentTests
{
    private const string Plain = "https://abc12345.live.dynatrace.com:443;https://sg-eu-west-1.live.dynatrace.com:443";
    private const string Braces = "{https://a/communication}{https://b:9999/communication}";

    [Theory]
    [InlineData("1.199.247.20200714-111723", Plain, null)]
    [InlineData("1.206.99.20201214-111723", Braces, null)]
    [InlineData("1.199.247.20200714-111723", "{*https://a/communication}", true)]
    [InlineData("1.207.1.20201230-111723", Braces, false)]
    [InlineData("1.207.1.20201230-111723", Plain, false)]
    [InlineData("2.1.0.20300101-000000", Braces, false)]
    [InlineData("a development build", Plain, null)]
    [InlineData("a development build", Braces, false)]
    public async Task What_an_agent_says_of_its_servers_is_read_as_its_version_means_it(string version, string servers, bool? connected)
    {
        await using WindowsHost host = WithOneAgent();
        (host.Program.Version, host.Program.Servers) = (version, servers);

        Assert.Equal(connected, (await host.ProbeAsync(Component.OneAgent)).Is(0, "probed", "ok").Connected);
        Assert.Equal(connected, (await host.ApplyAsync(Component.OneAgent, 5, ("PROVE_S", "0"))).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task The_oldest_agent_that_is_tried_is_rotated_without_waiting_for_an_asterisk()
    {
        await using WindowsHost host = WithOneAgent();
        (host.Program.IsOld, host.Program.Version, host.Program.Servers) = (true, "1.187.139.20200219-091500", Plain);

        Assert.Null((await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok").Connected);
        Assert.Single(host.Calls, static call => call is "oneagentctl --get-server");
    }
}
