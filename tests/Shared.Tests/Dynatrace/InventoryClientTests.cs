using System.Globalization;
using TenantTokens.Dynatrace;
using TenantTokens.Testing.Http;

namespace TenantTokens.Shared.Tests.Dynatrace;

public sealed class InventoryClientTests
{
    private static readonly string _gates = "GET " + DynatraceDriver.Path("v2/activeGates");
    private readonly DynatraceDriver _driver = new();
    private readonly string _agents;

    public InventoryClientTests()
    {
        long from = (_driver.Time.GetUtcNow() - TimeSpan.FromDays(213)).ToUnixTimeMilliseconds();
        _agents = "GET " + DynatraceDriver.Path($"v1/oneagents?startTimestamp={from.ToString(CultureInfo.InvariantCulture)}");
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IInventoryClient Client => _driver.Environment.Inventory;

    [Fact]
    public async Task ActiveGates_are_read_with_all_that_matters()
    {
        _driver.Http.Expect(_gates, 200, """
            {"activeGates":[
              {"id":"0x3efdd091","hostname":"gate-1","osType":"LINUX","version":"1.301.0","type":"ENVIRONMENT_MULTI","environments":["a","b"],"networkZone":"zone-1","group":"g",
               "containerized":true,"networkAddresses":["10.0.0.1"],"offlineSince":1700000000000,"connectedHosts":{"number":12},"modules":[{"type":"Z_OS","enabled":true}]},
              {"id":"0x1","mainEnvironment":"a","offlineSince":null}]}
            """);

        IReadOnlyList<ActiveGateInfo> gates = await Client.ListActiveGatesAsync(Cancelled);

        ActiveGateInfo full = gates[0];
        Assert.Equal(
            ("0x3efdd091", "gate-1", "ENVIRONMENT_MULTI", "zone-1", "g"),
            (full.Id, full.Hostname, full.Type, full.NetworkZone, full.Group));
        Assert.Equal(
            (true, 12, false, "1.301.0", "LINUX"),
            (full.Containerized, full.ConnectedHosts, full.IsOnline, full.Version, full.OsType));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000000), full.OfflineSince);
        Assert.Equal(["a", "b"], full.Environments);
        Assert.Equal(["10.0.0.1"], full.NetworkAddresses);
        ActiveGateInfo sparse = gates[1];
        Assert.Equal(
            ("0x1", "default", "default", true, 0),
            (sparse.Hostname, sparse.NetworkZone, sparse.Group, sparse.IsOnline, sparse.ConnectedHosts));
        Assert.Equal(["a"], sparse.Environments);
    }

    [Fact]
    public async Task A_known_ActiveGate_is_found_and_an_unknown_one_is_null()
    {
        _driver.Http.Expect(_gates + "/0x1", 200, """{"id":"0x1"}""").Expect(_gates + "/0x2", 404);

        Assert.Equal("0x1", (await Client.GetActiveGateAsync("0x1", Cancelled))?.Id);
        Assert.Null(await Client.GetActiveGateAsync("0x2", Cancelled));
    }

    [Fact]
    public async Task Hosts_that_were_silent_for_months_are_asked_for_and_all_pages_are_of_the_same_timeframe()
    {
        _driver.Http
            .Expect(_agents, async (_, _) =>
            {
                // a slow page: the next one must not begin later for it
                await Task.Delay(TimeSpan.FromMinutes(10), _driver.Time, Cancelled);
                return ScriptedHttp.Response(200, """{"hosts":[],"nextPageKey":"k"}""");
            })
            .Expect(
                _agents + "&nextPageKey=k",
                200,
                """{"hosts":[{"hostInfo":{"entityId":"HOST-1","lastSeenTimestamp":1700000000000},"active":false,"availabilityState":"SHUTDOWN"}]}""");

        OneAgentInfo silent = Assert.Single(await ListAsync());

        Assert.Equal((false, (DateTimeOffset?)DateTimeOffset.FromUnixTimeMilliseconds(1700000000000)), (silent.IsOnline, silent.LastSeen));
        _driver.Http.AssertDone();
    }

    [Fact]
    public async Task OneAgents_are_read_over_all_pages_an_empty_one_in_the_middle_included()
    {
        _driver.Http
            .Expect(_agents, 200, """{"hosts":[{"hostInfo":{"entityId":"HOST-1"}}],"nextPageKey":"k 1"}""")
            .Expect(_agents + "&nextPageKey=k%201", 200, """{"hosts":[],"nextPageKey":"k2"}""")
            .Expect(_agents + "&nextPageKey=k2", 200, """{"hosts":[{"hostInfo":{"entityId":"HOST-2"}}],"nextPageKey":null}""");

        Assert.Equal(["HOST-1", "HOST-2"], (await ListAsync()).Select(static agent => agent.EntityId));
        _driver.Http.AssertDone();
    }

    [Fact]
    public async Task OneAgents_are_read_with_all_that_matters()
    {
        _driver.Http.Expect(_agents, 200, """
            {"hosts":[{"hostInfo":{"entityId":"HOST-1","displayName":"shown","discoveredName":"found.example","localHostName":"local","ipAddresses":["10.0.0.2"],"osType":"LINUX",
               "agentVersion":{"major":1,"minor":295,"revision":0,"timestamp":"20240601-120000","sourceRevision":""},"networkZoneId":"assigned","azureResourceId":"/subscriptions/x","azureVmName":"vm-1",
               "kubernetesCluster":"aks","lastSeenTimestamp":1700000000000},
              "active":true,"availabilityState":"MONITORED","detailedAvailabilityState":"MONITORED_ENABLED","monitoringType":"FULL_STACK","currentActiveGateIds":["17"],"currentNetworkZoneId":"now"}]}
            """);

        OneAgentInfo agent = Assert.Single(await ListAsync());

        Assert.Equal(
            ("shown", "local", "1.295.0.20240601-120000", "now", true),
            (agent.DisplayName, agent.HostName, agent.Version, agent.NetworkZone, agent.Active));
        Assert.Equal(
            ("MONITORED", "MONITORED_ENABLED", "FULL_STACK", "LINUX"),
            (agent.AvailabilityState, agent.DetailedAvailabilityState, agent.MonitoringType, agent.OsType));
        Assert.Equal(
            ("/subscriptions/x", "vm-1", "aks", true),
            (agent.AzureResourceId, agent.AzureVmName, agent.KubernetesCluster, agent.MayBeSelfRotating));
        Assert.Equal(["17"], agent.CurrentActiveGateIds);
        Assert.Equal(["10.0.0.2"], agent.IpAddresses);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000000), agent.LastSeen);
    }

    [Fact]
    public async Task A_host_that_only_could_be_monitored_is_no_OneAgent()
    {
        _driver.Http.Expect(_agents, 200, """{"hosts":[{"hostInfo":{"entityId":"HOST-1","isMonitoringCandidate":true}}]}""");

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Paging_that_turns_in_a_circle_throws()
    {
        _driver.Http
            .Expect(_agents, 200, """{"hosts":[],"nextPageKey":"k"}""")
            .Expect(_agents + "&nextPageKey=k", 200, """{"hosts":[],"nextPageKey":"k"}""");

        await Assert.ThrowsAsync<DynatraceApiException>(ListAsync);
    }

    private async Task<List<OneAgentInfo>> ListAsync() => await Client.ListOneAgentsAsync(Cancelled).ToListAsync(Cancelled);
}
