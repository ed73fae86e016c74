using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

public sealed class TokenRotationTests
{
    [Fact]
    public async Task Start_gives_the_new_token_and_keeps_the_old_one_valid()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string before = await AgentTokenAsync(world);

        (HttpStatusCode status, JsonNode? body) = await world.RotationAsync("start");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(before, (string)body!["old"]!["value"]!);
        Assert.NotEqual(before, (string)body["active"]!["value"]!);
        Assert.Equal((string)body["active"]!["value"]!, await AgentTokenAsync(world));
        EnvironmentSnapshot environment = world.Snapshot().Environments.Single();
        Assert.True(environment.RotationOpen);
        Assert.NotNull(environment.Previous);
    }

    [Theory]
    [InlineData("finish", "No ongoing rotation process.")]
    [InlineData("cancel", "Failed. There is no ongoing rotation process.")]
    public async Task Ending_a_rotation_that_is_not_open_is_a_400(string call, string message)
    {
        await using TestWorld world = await TestWorld.StartAsync();

        (HttpStatusCode status, JsonNode? body) = await world.RotationAsync(call);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(400, (int)body!["error"]!["code"]!);
        Assert.Equal(message, (string)body["error"]!["message"]!);
        Assert.Equal(new CallCounts(0, 0, 0), world.Snapshot().Calls);
    }

    [Fact]
    public async Task A_second_start_is_a_400_and_takes_no_effect()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        await world.RotationAsync("start");
        EnvironmentSnapshot opened = world.Snapshot().Environments.Single();

        (HttpStatusCode status, JsonNode? body) = await world.RotationAsync("start");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("Failed. Another rotation process is already in progress.", (string)body!["error"]!["message"]!);
        Assert.Equal(opened, world.Snapshot().Environments.Single());
        Assert.Equal(new CallCounts(2, 0, 0), world.Snapshot().Requests);
        Assert.Equal(new CallCounts(1, 0, 0), world.Snapshot().Calls);
    }

    [Fact]
    public async Task Cancel_brings_the_old_token_back_and_finish_makes_the_new_one_the_only_one()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        EnvironmentSnapshot first = world.Snapshot().Environments.Single();

        await world.RotationAsync("start");
        await world.RotationAsync("cancel");
        Assert.Equal(first, world.Snapshot().Environments.Single());

        await world.RotationAsync("start");
        await world.RotationAsync("finish");
        EnvironmentSnapshot last = world.Snapshot().Environments.Single();
        Assert.NotEqual(first.Active, last.Active);
        Assert.Null(last.Previous);
        Assert.False(last.RotationOpen);
    }

    [Theory]
    [InlineData(null, "Missing authorization parameter.")]
    [InlineData("Api-Token dt0c01.WRONG.WRONG", "Token Authentication failed")]
    public async Task Without_the_right_token_there_is_a_401(string? credential, string message)
    {
        await using TestWorld world = await TestWorld.StartAsync();

        (HttpStatusCode status, JsonNode? body) = await world.SendAsync(
            HttpMethod.Post,
            "/e/sim00001/api/v2/tenantTokenRotation/start",
            credential);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal(message, (string)body!["error"]!["message"]!);
        Assert.False(world.Snapshot().Environments.Single().RotationOpen);
    }

    [Fact]
    public async Task The_gateway_and_the_agent_are_told_the_same_token_in_their_own_shapes()
    {
        await using TestWorld world = await TestWorld.StartAsync();

        (_, JsonNode? gateway) = await world.DynatraceAsync(HttpMethod.Get, "/api/v1/deployment/installer/gateway/connectioninfo");
        (_, JsonNode? agent) = await world.DynatraceAsync(HttpMethod.Get, "/api/v1/deployment/installer/agent/connectioninfo");

        Assert.Equal((string)agent!["tenantToken"]!, (string)gateway!["tenantToken"]!);
        Assert.Equal("sim00001", (string)gateway["tenantUUID"]!);
        Assert.Equal(3, agent["communicationEndpoints"]!.AsArray().Count);
        Assert.Equal(2, ((string)gateway["communicationEndpoints"]!).Count(static c => c is ','));
    }

    [Fact]
    public async Task The_world_never_shows_a_token()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        (_, JsonNode? started) = await world.RotationAsync("start");

        (_, JsonNode? shown) = await world.SendAsync(HttpMethod.Get, "/world", credential: null);

        Assert.DoesNotContain((string)started!["active"]!["value"]!, shown!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain((string)started["old"]!["value"]!, shown.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(1, (int)shown["calls"]!["start"]!);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_world_and_another_seed_another_one()
    {
        await using TestWorld one = await TestWorld.StartAsync(machines: 12, seed: 7);
        await using TestWorld same = await TestWorld.StartAsync(machines: 12, seed: 7);
        await using TestWorld other = await TestWorld.StartAsync(machines: 12, seed: 8);

        Assert.Equal(one.Snapshot().Environments, same.Snapshot().Environments);
        Assert.Equal(one.Snapshot().Machines.Select(static m => m.Name), same.Snapshot().Machines.Select(static m => m.Name));
        Assert.NotEqual(one.Snapshot().Environments, other.Snapshot().Environments);
    }

    private static async Task<string> AgentTokenAsync(TestWorld world)
    {
        (_, JsonNode? body) = await world.DynatraceAsync(HttpMethod.Get, "/api/v1/deployment/installer/agent/connectioninfo");
        return (string)body!["tenantToken"]!;
    }
}
