using TenantTokens.Configuration.Options;
using TenantTokens.Machines;
using TenantTokens.Shared.Tests.RunCommand;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Machines;

public sealed class DeletedMachinesTests
{
    private const string Group = $"/subscriptions/{Some.Subscription}/resourceGroups/rg/providers/";
    private const string Vms = Group + "Microsoft.Compute/virtualMachines";
    private const string ListVms = $"GET {Vms}?api-version=2025-04-01";
    private readonly RunCommandDriver _azure = new();

    [Fact]
    public async Task A_machine_that_is_not_on_the_whole_list_of_its_resource_group_is_deleted()
    {
        _azure.Http
            .Expect(
                ListVms,
                200,
                $$$"""{"value":[{"id":"{{{Vms}}}/other"}],"nextLink":"https://localhost{{{Vms}}}?api-version=2025-04-01&$skiptoken=2"}""")
            .Expect(ListVms + "&$skiptoken=2", 200, $$$"""{"value":[{"id":"{{{Vms.ToUpperInvariant()}}}/THERE"}]}""");

        Assert.Equal([Vms + "/gone-1", Vms + "/gone-2"], await FindAsync(Vms + "/gone-1", Vms + "/there", Vms + "/gone-2"));
        _azure.Http.AssertDone();
    }

    [Fact]
    public async Task Scale_sets_and_Arc_machines_are_asked_where_they_are_listed()
    {
        const string Set = Group + "Microsoft.Compute/virtualMachineScaleSets/pool/virtualMachines";
        const string Arc = Group + "Microsoft.HybridCompute/machines";
        _azure.Http
            .Expect($"GET {Set}?api-version=2025-04-01", 200, $$$"""{"value":[{"id":"{{{Set}}}/1"}]}""")
            .Expect($"GET {Arc}?api-version=2025-01-13", 200, """{"value":[]}""");

        Assert.Equal([Set + "/0", Arc + "/a"], await FindAsync(Set + "/0", Set + "/1", Arc + "/a"));
    }

    [Theory]
    [InlineData(404, "ResourceGroupNotFound", true)]
    [InlineData(404, "ParentResourceNotFound", true)]
    [InlineData(404, "SubscriptionNotFound", false)]
    [InlineData(403, "AuthorizationFailed", false)]
    public async Task A_place_that_does_not_exist_has_no_machines_and_one_that_we_may_not_see_says_nothing(
        int status,
        string code,
        bool isDeleted)
    {
        _azure.Http.Expect(ListVms, status, $$$"""{"error":{"code":"{{{code}}}","message":"m"}}""");
        Assert.Equal(isDeleted, (await FindAsync(Vms + "/a")).Count == 1);
    }

    [Theory]
    [InlineData(
        400,
        """{"error":{"code":"InvalidApiVersionParameter","message":"no such version"}}""",
        "Azure answered 400 InvalidApiVersionParameter")]
    [InlineData(200, "<html>", "cannot be read")]
    [InlineData(200, """{"value":[{}]}""", "cannot be read")]
    [InlineData(200, """{"value":[],"nextLink":"https://localhost/x"}""", "twice")]
    public async Task An_answer_of_no_use_is_no_answer(int status, string body, string named)
    {
        _azure.Http.Expect(ListVms, status, body).Expect("GET /x", 200, """{"value":[],"nextLink":"https://localhost/x"}""");
        Assert.Contains(
            named,
            (await Assert.ThrowsAsync<FleetInventoryException>(() => FindAsync(Vms + "/a"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/subscriptions/99999999-9999-9999-9999-999999999999/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/a")]
    [InlineData(Group + "Microsoft.Compute/disks/a")]
    [InlineData(Group + "Microsoft.Compute/virtualMachines/..")]
    [InlineData($"/subscriptions/{Some.Subscription}/resourceGroups/../providers/Microsoft.Compute/virtualMachines/a")]
    [InlineData(Group + "Microsoft.Compute/virtualMachines/a?x=y")]
    [InlineData("i-0123456789abcdef0")]
    [InlineData("")]
    public async Task What_is_no_machine_of_the_fleets_subscriptions_is_not_asked_about(string resourceId)
    {
        Assert.Empty(await FindAsync(resourceId));
        Assert.Empty(_azure.Http.Requests);
    }

    private async Task<IReadOnlyCollection<string>> FindAsync(params IEnumerable<string> resourceIds)
        => await new DeletedMachines(_azure.Arm, new FleetOptions { Subscriptions = [Some.Subscription] })
            .FindAsync(resourceIds, TestContext.Current.CancellationToken);
}
