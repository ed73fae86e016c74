using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Configuration.Reading;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Ledger;
using TenantTokens.Local.Ledger;
using TenantTokens.Registration;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Watching;
using TenantTokens.Simulator;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>The watches look at the simulator over HTTP, with a SQLite ledger.</summary>
public sealed class WatchTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_ActiveGate_that_rejects_an_agent_with_the_new_token_is_seen()
    {
        await using World world = await World.StartAsync();
        await using ServiceProvider services = Services(world);
        string rotationId = await OpenAsync(services);
        Assert.Equal(
            new RecordBaseline.Result(IsInconclusive: false, RunningWith(await world.LookAsync(), "oneagent").Length),
            await RunAsync<RecordBaseline, string, RecordBaseline.Result>(services, rotationId));
        Assert.Equal(new WatchVerdict(), await LookAsync(services, rotationId));

        Assert.IsType<TenantTokenAnswer.Accepted>(
            await services.GetRequiredService<DynatraceEnvironments>().For("sim00001").TenantTokens.StartAsync(Cancelled));
        await world.PlantAsync(new Fault(FaultKind.MoveByHand)
        {
            Machine = FirstWith(await world.LookAsync(), "oneagent"),
            Component = "oneagent",
            Token = "new",
        });

        await World.UntilAsync(
            async () => (await LookAsync(services, rotationId)).HoldCode is ParkCodes.RejectedMessagesRose,
            static () => "the rejected messages are seen");
    }

    [Fact]
    public async Task An_agent_that_is_lost_is_seen()
    {
        await using World world = await World.StartAsync();
        await using ServiceProvider services = Services(world);
        string rotationId = await OpenAsync(services);
        await RunAsync<RecordBaseline, string, RecordBaseline.Result>(services, rotationId);

        await world.PlantAsync(
            new Fault(FaultKind.StopServices) { Machine = FirstWith(await world.LookAsync(), "oneagent"), Component = "oneagent" });

        Assert.Equal(ParkCodes.AgentsLost, (await LookAsync(services, rotationId)).HoldCode);
    }

    [Fact]
    public async Task A_machine_that_was_shut_down_is_not_a_lost_agent()
    {
        await using World world = await World.StartAsync();
        await using ServiceProvider services = Services(world);
        string rotationId = await OpenAsync(services);
        await RunAsync<RecordBaseline, string, RecordBaseline.Result>(services, rotationId);

        await world.PlantAsync(new Fault(FaultKind.MachineOff) { Machine = FirstWith(await world.LookAsync(), "oneagent") });

        Assert.Equal(new WatchVerdict(), await LookAsync(services, rotationId));
    }

    [Fact]
    public async Task A_metric_that_Dynatrace_refuses_is_asked_about()
    {
        await using World world = await World.StartAsync();
        await using ServiceProvider services = Services(world);
        string rotationId = await OpenAsync(services);
        await world.PlantAsync(
            new Fault(FaultKind.DynatraceError) { Environment = "sim00001", Path = "metrics/query", Status = 403, Times = 10 });

        Assert.Equal(
            new RecordBaseline.Result(IsInconclusive: true, RunningWith(await world.LookAsync(), "oneagent").Length),
            await RunAsync<RecordBaseline, string, RecordBaseline.Result>(services, rotationId));
        Assert.Equal(ParkCodes.MetricUnavailable, (await LookAsync(services, rotationId)).HoldCode);
    }

    private static string FirstWith(JsonObject world, string component) => RunningWith(world, component)[0];

    private static string[] RunningWith(JsonObject world, string component)
        => [.. world["machines"]!.AsArray()
            .Where(static machine => machine!["powerState"]!.GetValue<string>() is "PowerState/running" or "Connected")
            .Where(machine => machine!["components"]!.AsArray().Any(one => one!["component"]!.GetValue<string>() == component))
            .Select(static machine => machine!["name"]!.GetValue<string>())];

    private static async Task<string> OpenAsync(ServiceProvider services)
        => (await services.GetRequiredService<RotationLedger>().OpenAsync(new RotationRequest("sim00001", "olga"), Cancelled))
            .Rotation.RotationId;

    private static Task<WatchVerdict> LookAsync(ServiceProvider services, string rotationId)
        => RunAsync<LookAtWatches, LookAtWatches.Input, WatchVerdict>(services, new LookAtWatches.Input(rotationId));

    private static Task<TResult> RunAsync<TActivity, TInput, TResult>(ServiceProvider services, TInput input)
        where TActivity : IActivity<TInput, TResult>
        => ActivatorUtilities.CreateInstance<TActivity>(services).RunAsync(input, Cancelled);

    private static ServiceProvider Services(World world)
    {
        Directory.CreateDirectory(world.Data);
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<ILedgerStore>(new SqliteLedgerStore(Path.Combine(world.Data, "watch.db")))
            .AddRotation(RotationConfiguration.Load(world.Configuration).Options!)
            .BuildServiceProvider();
    }
}
