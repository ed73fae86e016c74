using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

public sealed class FaultTests
{
    [Theory]
    [InlineData("start")]
    [InlineData("finish")]
    [InlineData("cancel")]
    public async Task A_lost_answer_took_effect(string call)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        if (call is not "start")
        {
            await world.RotationAsync("start");
        }

        world.World.Plant(new Fault(FaultKind.LoseAnswer) { Call = call });

        await Assert.ThrowsAsync<HttpRequestException>(() => world.RotationAsync(call));
        Assert.Equal(call is "start", world.Snapshot().Environments.Single().RotationOpen);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.RotationAsync(call)).Status);
    }

    [Fact]
    public async Task A_refused_call_took_no_effect()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.World.Plant(new Fault(FaultKind.RefuseBefore) { Call = "start" });

        await Assert.ThrowsAsync<HttpRequestException>(() => world.RotationAsync("start"));

        Assert.False(world.Snapshot().Environments.Single().RotationOpen);
        Assert.Equal(HttpStatusCode.OK, (await world.RotationAsync("start")).Status);
    }

    [Fact]
    public async Task The_second_answer_is_lost_when_the_fault_says_so()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.World.Plant(new Fault(FaultKind.LoseAnswer) { Call = CallName.ActiveGates, Nth = 2 });

        Assert.Equal(HttpStatusCode.OK, (await world.DynatraceAsync(HttpMethod.Get, "/api/v2/activeGates")).Status);
        await Assert.ThrowsAsync<HttpRequestException>(() => world.DynatraceAsync(HttpMethod.Get, "/api/v2/activeGates"));
        Assert.Equal(HttpStatusCode.OK, (await world.DynatraceAsync(HttpMethod.Get, "/api/v2/activeGates")).Status);
    }

    [Theory]
    [InlineData("before", false)]
    [InlineData("after", true)]
    public async Task A_held_request_waits_until_its_client_goes_away(string when, bool hasEffect)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string credential = await CredentialAsync(world);
        world.World.Plant(new Fault(FaultKind.Hold) { Nth = 1, When = when });
        using CancellationTokenSource gone = new();
        using HttpRequestMessage request = new(HttpMethod.Post, "/e/sim00001/api/v2/tenantTokenRotation/start");
        request.Headers.TryAddWithoutValidation("Authorization", credential);

        Task<HttpResponseMessage> held = world.Client.SendAsync(request, gone.Token);
        await TestWorld.UntilAsync("the request is held", () => world.Snapshot().Held is 1);

        Assert.Equal(hasEffect, world.Snapshot().Environments.Single().RotationOpen);
        Assert.Equal(1, world.Snapshot().Requests.Start);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        await TestWorld.UntilAsync("the request is let go", () => world.Snapshot().Held is 0);
    }

    [Fact]
    public async Task Somebody_elses_start_comes_first()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.World.Plant(new Fault(FaultKind.ForeignStart) { Environment = "sim00001" });

        (HttpStatusCode status, _) = await world.RotationAsync("start");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(world.Snapshot().Environments.Single().RotationOpen);
        Assert.Equal(new CallCounts(0, 0, 0), world.Snapshot().Calls);
    }

    [Theory]
    [InlineData(FaultKind.ForeignFinish)]
    [InlineData(FaultKind.ForeignCancel)]
    public async Task Somebody_else_ends_the_rotation(string kind)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string before = world.Snapshot().Environments.Single().Active;
        await world.RotationAsync("start");

        world.World.Plant(new Fault(kind));

        Assert.False(world.Snapshot().Environments.Single().RotationOpen);
        Assert.Equal(kind is FaultKind.ForeignCancel, world.Snapshot().Environments.Single().Active == before);
    }

    [Fact]
    public async Task Connectioninfo_can_lag_behind_a_start()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.World.Plant(new Fault(FaultKind.ConnectionInfoLag) { DelaySeconds = 60 });

        (_, JsonNode? started) = await world.RotationAsync("start");

        Assert.Equal((string)started!["old"]!["value"]!, await ToldAsync(world, "agent"));
        await TestWorld.UntilAsync(
            "it tells the new token",
            async () => await ToldAsync(world, "agent") == (string)started["active"]!["value"]!);
    }

    [Fact]
    public async Task The_gateways_connectioninfo_can_keep_the_old_token()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.World.Plant(new Fault(FaultKind.GatewayConnectionInfoOld));

        (_, JsonNode? started) = await world.RotationAsync("start");

        Assert.Equal((string)started!["active"]!["value"]!, await ToldAsync(world, "agent"));
        Assert.Equal((string)started["old"]!["value"]!, await ToldAsync(world, "gateway"));
    }

    [Fact]
    public async Task Dynatrace_errors_hit_the_path_as_often_as_planted()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.World.Plant(new Fault(FaultKind.DynatraceError) { Path = "/activeGates", Status = 429, Times = 2, RetryAfterSeconds = 60 });

        Assert.Equal(HttpStatusCode.TooManyRequests, (await world.DynatraceAsync(HttpMethod.Get, "/api/v2/activeGates")).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.DynatraceAsync(HttpMethod.Get, "/api/v1/oneagents")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await world.DynatraceAsync(HttpMethod.Get, "/api/v2/activeGates")).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.DynatraceAsync(HttpMethod.Get, "/api/v2/activeGates")).Status);
    }

    [Theory]
    [InlineData("""{"kind":"earthquake"}""", "machine-off")]
    [InlineData("""{"kind":"machine-off","machine":"nowhere"}""", "gate-01")]
    [InlineData("""{"kind":"lose-answer","call":"begin"}""", "put-run-command")]
    [InlineData("""{"kind":"machine-off","machne":"gate-01"}""", "machne")]
    [InlineData("""{"kind":"hold","nth":0}""", "1 or more")]
    public async Task A_fault_that_makes_no_sense_is_refused_with_what_is_allowed(string fault, string named)
    {
        await using TestWorld world = await TestWorld.StartAsync();

        (HttpStatusCode status, JsonNode? body) = await world.SendAsync(
            HttpMethod.Post,
            "/world/faults",
            credential: null,
            JsonNode.Parse(fault));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(named, (string)body!["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_to_the_world_itself_are_not_counted()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        long before = world.Snapshot().RequestCount;

        await world.SendAsync(HttpMethod.Get, "/world", credential: null);
        Assert.Equal(before, world.Snapshot().RequestCount);

        await world.DynatraceAsync(HttpMethod.Get, "/api/v2/activeGates");
        Assert.Equal(before + 1, world.Snapshot().RequestCount);
    }

    private static async Task<string> ToldAsync(TestWorld world, string who)
    {
        (_, JsonNode? body) = await world.DynatraceAsync(HttpMethod.Get, $"/api/v1/deployment/installer/{who}/connectioninfo");
        return (string)body!["tenantToken"]!;
    }

    private static async Task<string> CredentialAsync(TestWorld world)
    {
        (_, JsonNode? secret) = await world.ArmAsync(HttpMethod.Get, "/secrets/dynatrace-api-token?api-version=7.6");
        return "Api-Token " + (string)secret!["value"]!;
    }
}
