using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

public sealed class MetricConditionTests
{
    private const string Metric =
        "/api/v2/metrics/query?metricSelector=dsfm:active_gate.communication.messages.rejected:splitBy():sum&from=now-5m&resolution=1m";

    [Theory]
    [InlineData("empty", 0)]
    [InlineData("null", 1)]
    public async Task A_silent_metric_is_answered_without_a_value_until_it_is_available_again(string block, int series)
    {
        const string Query =
            "/api/v2/metrics/query?metricSelector=dsfm:active_gate.communication.messages.rejected:splitBy()&resolution=Inf";
        await using TestWorld world = await TestWorld.StartAsync(models: true);
        world.World.Plant(new Fault(FaultKind.MetricSilent) { Block = block });

        (HttpStatusCode status, JsonNode? silent) = await world.DynatraceAsync(HttpMethod.Get, Query);
        JsonArray data = silent!["result"]![0]!["data"]!.AsArray();

        Assert.Equal((HttpStatusCode.OK, series), (status, data.Count));
        Assert.All(data, static one => Assert.All(one!["values"]!.AsArray(), Assert.Null));
        world.World.Plant(new Fault(FaultKind.MetricAvailable));
        (_, JsonNode? counted) = await world.DynatraceAsync(HttpMethod.Get, Query);
        Assert.NotNull(counted!["result"]![0]!["data"]![0]!["values"]![0]);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.NotFound)]
    [InlineData(403, HttpStatusCode.Forbidden)]
    [InlineData(400, HttpStatusCode.BadRequest)]
    public async Task The_metric_can_be_unavailable_and_come_back(int? status, HttpStatusCode expected)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();

        world.World.Plant(new Fault(FaultKind.MetricUnavailable) { Status = status });
        Assert.Equal(expected, (await world.DynatraceAsync(HttpMethod.Get, Metric)).Status);
        Assert.Equal(expected, (await world.DynatraceAsync(HttpMethod.Get, Metric)).Status);

        world.World.Plant(new Fault(FaultKind.MetricAvailable));
        Assert.Equal(HttpStatusCode.OK, (await world.DynatraceAsync(HttpMethod.Get, Metric)).Status);
    }

    [Fact]
    public async Task Rejected_messages_of_strangers_show_in_the_metric_and_are_no_loss_of_ours()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();

        world.World.Plant(new Fault(FaultKind.RejectedMessages) { Machine = world.FirstWith("activegate"), Count = 7 });

        (_, JsonNode? body) = await world.DynatraceAsync(HttpMethod.Get, Metric);
        Assert.Equal(7, body!["result"]![0]!["data"]![0]!["values"]!.AsArray().Sum(static v => (double)v!));
        Assert.Equal(0, world.Snapshot().Heartbeats.Rejected);
    }
}
