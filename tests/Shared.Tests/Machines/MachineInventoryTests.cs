using System.Text.Json;
using TenantTokens.Configuration.Options;
using TenantTokens.Machines;
using TenantTokens.Shared.Tests.RunCommand;

namespace TenantTokens.Shared.Tests.Machines;

public sealed class MachineInventoryTests
{
    private const string Post = "POST /providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";
    private const string Vm =
        "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1";
    private static readonly FleetOptions _fleet = new() { Subscriptions = ["11111111-1111-1111-1111-111111111111"] };
    private readonly RunCommandDriver _driver = new();

    [Fact]
    public async Task Machines_are_read_with_all_columns()
    {
        _driver.Http.Expect(Post, 200, $$$"""
            {"totalRecords":2,"count":2,"resultTruncated":"false","data":[
              {"id":"{{{Vm}}}","name":"vm-1","kind":"vm","subscriptionId":"s","resourceGroup":"g","location":"westeurope","osType":"windows","state":"PowerState/running","computerName":"HOST1","vmId":"v","agent":""},
              {"id":"/subscriptions/s/x","name":"arc-1","kind":"arc","osType":"linux","state":"Disconnected","agent":"1.67"}]}
            """);

        List<Machine> machines = await ListAsync(_fleet);

        Assert.Equal(
            new Machine(
                Vm,
                "vm-1",
                MachineKind.VirtualMachine,
                "s",
                "g",
                "westeurope",
                HostOperatingSystem.Windows,
                "PowerState/running",
                "HOST1",
                "v"),
            machines[0]);
        Assert.Equal(
            (MachineKind.Arc, HostOperatingSystem.Linux, "1.67", false),
            (machines[1].Kind, machines[1].OperatingSystem, machines[1].AgentVersion, machines[1].IsReachable));
    }

    [Fact]
    public async Task Missing_columns_are_made_up_for()
    {
        _driver.Http.Expect(Post, 200, $$$"""{"data":[{"id":"{{{Vm}}}","name":"vm-1","kind":"vm","state":null}]}""");

        Machine machine = Assert.Single(await ListAsync(_fleet));

        Assert.Equal(
            ("11111111-1111-1111-1111-111111111111", "rg", "vm-1", "", true),
            (machine.SubscriptionId, machine.ResourceGroup, machine.ComputerName, machine.State, machine.IsReachable));
    }

    [Theory]
    [InlineData("vm", "", true)]
    [InlineData("vm", "PowerState/unknown", true)]
    [InlineData("vm", "PowerState/running", true)]
    [InlineData("vm", "PowerState/deallocated", false)]
    [InlineData("vm", "PowerState/starting", false)]
    [InlineData("arc", "", true)]
    [InlineData("arc", "connected", true)]
    [InlineData("arc", "Disconnected", false)]
    [InlineData("arc", "Expired", false)]
    public async Task A_machine_is_tried_when_it_runs_or_when_Azure_does_not_say(string kind, string state, bool isReachable)
    {
        _driver.Http.Expect(
            Post,
            200,
            $$$"""{"data":[{"id":"{{{Vm}}}","name":"vm-1","kind":"{{{kind}}}","state":"{{{state}}}","osType":"linux"}]}""");
        Assert.Equal(isReachable, Assert.Single(await ListAsync(_fleet)).IsReachable);
    }

    [Theory]
    [InlineData("windows", "", HostOperatingSystem.Windows)]
    [InlineData("linux", "windows", HostOperatingSystem.Linux)]
    [InlineData("", "Windows Server 2022 Datacenter", HostOperatingSystem.Windows)]
    [InlineData("", "Red Hat Enterprise Linux", HostOperatingSystem.Linux)]
    [InlineData("", "ubuntu", HostOperatingSystem.Linux)]
    [InlineData("", "AIX", HostOperatingSystem.Unknown)]
    [InlineData("", "", HostOperatingSystem.Unknown)]
    public async Task The_operating_system_is_what_Azure_says_by_type_or_name_and_never_a_guess(
        string type,
        string name,
        HostOperatingSystem expected)
    {
        _driver.Http.Expect(
            Post,
            200,
            $$$"""{"data":[{"id":"a","name":"a","kind":"arc","state":"Connected","osType":"{{{type}}}","osName":"{{{name}}}"}]}""");

        Machine machine = Assert.Single(await ListAsync(_fleet));

        Assert.Equal(
            (expected, expected is HostOperatingSystem.Unknown ? UncoveredCodes.UnknownSystem : null),
            (machine.OperatingSystem, machine.Obstacle?.Code));
    }

    [Theory]
    [InlineData("""{"name":"a","kind":"vm"}""", "'id'")]
    [InlineData("""{"id":"a","kind":"vm"}""", "'name'")]
    [InlineData("""{"id":"a","name":"a"}""", "'kind'")]
    [InlineData("""{"id":"a","name":"a","kind":"vmss"}""", "'vmss'")]
    public async Task A_row_that_lacks_what_is_needed_is_named(string row, string named)
    {
        _driver.Http.Expect(Post, 200, $$"""{"data":[{{row}}]}""");

        Assert.Contains(
            named,
            (await Assert.ThrowsAsync<FleetInventoryException>(() => ListAsync(_fleet))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        _driver.Http
            .Expect(Post, 200, """{"data":[{"id":"a","name":"a","kind":"vm"}],"$skipToken":"next","resultTruncated":"true"}""")
            .Expect(Post, 200, """{"data":[{"id":"b","name":"b","kind":"vm"}]}""");

        Assert.Equal(["a", "b"], (await ListAsync(_fleet)).Select(static machine => machine.Name));

        JsonElement first = JsonDocument.Parse(_driver.Http.Bodies[0]).RootElement;
        Assert.Equal("11111111-1111-1111-1111-111111111111", first.GetProperty("subscriptions")[0].GetString());
        Assert.Equal(MachineInventory.DefaultQuery, first.GetProperty("query").GetString());
        Assert.Equal(1000, first.GetProperty("options").GetProperty("$top").GetInt32());
        Assert.False(first.GetProperty("options").TryGetProperty("$skipToken", out _));
        Assert.Equal(
            "next",
            JsonDocument.Parse(_driver.Http.Bodies[1]).RootElement.GetProperty("options").GetProperty("$skipToken").GetString());
    }

    [Fact]
    public async Task An_answer_that_was_cut_short_is_not_taken_for_the_whole_fleet()
    {
        _driver.Http.Expect(Post, 200, """{"data":[{"id":"a","name":"a","kind":"vm"}],"resultTruncated":"true"}""");

        await Assert.ThrowsAsync<FleetInventoryException>(() => ListAsync(_fleet));
    }

    [Fact]
    public async Task A_configured_query_replaces_the_default()
    {
        _driver.Http.Expect(Post, 200, """{"data":[]}""");

        Assert.Empty(await ListAsync(_fleet with { Query = "resources | project id, name, kind = 'vm'" }));
        Assert.Equal(
            "resources | project id, name, kind = 'vm'",
            JsonDocument.Parse(_driver.Http.Bodies[0]).RootElement.GetProperty("query").GetString());
    }

    [Fact]
    public async Task A_used_up_quota_is_waited_for_before_and_after_azure_refuses()
    {
        _driver.Http
            .Expect(Post, 429, null, ("Retry-After", "4"))
            .Expect(Post, 429, null, ("x-ms-user-quota-resets-after", "00:00:03"))
            .Expect(
                Post,
                200,
                """{"data":[],"$skipToken":"next"}""",
                ("x-ms-user-quota-remaining", "0"),
                ("x-ms-user-quota-resets-after", "00:00:05"))
            .Expect(Post, 200, """{"data":[]}""", ("x-ms-user-quota-remaining", "14"), ("x-ms-user-quota-resets-after", "00:00:05"));

        await ListAsync(_fleet);

        Assert.Equal([4, 3, 5], _driver.Time.Waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Throttling_without_end_is_given_up()
    {
        for (int attempt = 0; attempt < 8; attempt++)
        {
            _driver.Http.Expect(Post, 429, RunCommandDriver.Error("RateLimiting", "slow down"), ("Retry-After", "5"));
        }

        Assert.Contains(
            "429",
            (await Assert.ThrowsAsync<FleetInventoryException>(() => ListAsync(_fleet))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_told_in_azures_words()
    {
        _driver.Http.Expect(Post, 400, RunCommandDriver.Error("BadRequest", "the query is wrong"));

        Assert.Contains(
            "the query is wrong",
            (await Assert.ThrowsAsync<FleetInventoryException>(() => ListAsync(_fleet))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_subscriptions_are_asked_in_groups()
    {
        _driver.Http.Expect(Post, 200, """{"data":[]}""").Expect(Post, 200, """{"data":[]}""");

        await ListAsync(new FleetOptions { Subscriptions = [.. Enumerable.Range(0, 301).Select(static number => $"s{number}")] });

        Assert.Equal(
            [300, 1],
            _driver.Http.Bodies.Select(static body => JsonDocument.Parse(body).RootElement.GetProperty("subscriptions").GetArrayLength()));
    }

    [Fact]
    public async Task The_same_next_page_twice_is_not_read_forever()
    {
        _driver.Http.Expect(Post, 200, """{"data":[],"$skipToken":"next"}""").Expect(Post, 200, """{"data":[],"$skipToken":"next"}""");

        Assert.Contains(
            "twice",
            (await Assert.ThrowsAsync<FleetInventoryException>(() => ListAsync(_fleet))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_over_a_part_of_the_subscriptions_is_not_taken_for_the_whole_fleet()
    {
        _driver.Http.Expect(Post, 200, """{"data":[{"id":"a","name":"a","kind":"vm"}]}""", ("x-ms-tenant-subscription-limit-hit", "true"));

        Assert.Contains(
            "a part of the fleet only",
            (await Assert.ThrowsAsync<FleetInventoryException>(() => ListAsync(_fleet))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_of_uniform_scale_sets_are_read_by_a_query_of_their_own_and_other_rows_are_not_taken_for_them()
    {
        const string Id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/pool/virtualMachines/3";
        _driver.Http.Expect(
            Post,
            200,
            $$$"""{"data":[{"id":"{{{Id}}}","name":"pool_3","kind":"vmss","computerName":"pool000003"},{"id":"{{{Vm}}}","name":"vm-1","kind":"vm"}]}""");

        List<ScaleSetInstance> instances = await new MachineInventory(_driver.Arm, _driver.Time)
            .ListScaleSetInstancesAsync(_fleet, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new ScaleSetInstance(Id, "pool", "pool000003"), Assert.Single(instances));
        Assert.Equal(
            MachineInventory.ScaleSetQuery,
            JsonDocument.Parse(_driver.Http.Bodies[0]).RootElement.GetProperty("query").GetString());
    }

    [Theory]
    [InlineData("too old", """ "agent":"1.32.00001.1" """, UncoveredCodes.ArcAgentTooOld, "1.33")]
    [InlineData("just new enough", """ "agent":"1.33" """, null, null)]
    [InlineData("newer", """ "agent":"2.1.5" """, null, null)]
    [InlineData("no version that can be read", """ "agent":"latest" """, null, null)]
    [InlineData("monitor mode", """ "agent":"1.67","arcMode":"monitor" """, UncoveredCodes.RunCommandBlocked, "monitor mode")]
    [InlineData("full mode", """ "agent":"1.67","arcMode":"full","arcExtensions":"true" """, null, null)]
    [InlineData("extensions off", """ "agent":"1.67","arcExtensions":"false" """, UncoveredCodes.RunCommandBlocked, "turned off")]
    [InlineData(
        "block list",
        """ "agent":"1.67","arcBlockList":"[{\"publisher\":\"microsoft.cplat.core\",\"type\":\"runcommandhandlerlinux\"}]" """,
        UncoveredCodes.RunCommandBlocked,
        "block list")]
    [InlineData("block list of Windows", """ "agent":"1.67","arcBlockList":"[{\"type\":\"runcommandhandlerwindows\"}]" """, null, null)]
    [InlineData(
        "allow list without it",
        """ "agent":"1.67","arcAllowList":"Allow/None" """,
        UncoveredCodes.RunCommandBlocked,
        "allow list")]
    [InlineData("allow list with it", """ "agent":"1.67","arcAllowList":"[{\"type\":\"RunCommandHandlerLinux\"}]" """, null, null)]
    [InlineData("empty allow list", """ "agent":"1.67","arcAllowList":"[]" """, null, null)]
    public async Task What_stands_in_the_way_of_run_commands_on_an_Arc_machine_is_known_before_any_is_sent(
        string what,
        string columns,
        string? code,
        string? told)
    {
        _driver.Http.Expect(
            Post,
            200,
            $$"""{"data":[{"id":"a","name":"a","kind":"arc","osType":"linux","state":"Connected",{{columns}}}]}""");

        Machine machine = Assert.Single(await ListAsync(_fleet));

        Assert.True(machine.Obstacle?.Code == code, what);
        Assert.Contains(told ?? "", machine.Obstacle?.Message ?? "", StringComparison.Ordinal);
    }

    private async Task<List<Machine>> ListAsync(FleetOptions options)
        => await new MachineInventory(_driver.Arm, _driver.Time)
            .ListAsync(options, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
}
