using System.Text.Json;
using DurableTask.AzureStorage;
using TenantTokens.Durable;
using TenantTokens.Functions.Durable;
using TenantTokens.FunctionsDurableHost;
using TenantTokens.FunctionsStorageTests.Engine;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Watching;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsStorageTests.Rotations;

/// <summary>
/// A watch looks for as long as a gate stays open, and no history of it grows with that time: rows as the Azure Storage backend writes
/// them.
/// </summary>
public sealed class WatchHistoryTests(SharedEngine shared)
{
    private const int Looks = 300;
    private const int MaxRows = 1_000;
    private int _looks;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task After_300_looks_no_instance_has_more_than_a_thousand_rows_and_the_last_look_is_heard()
    {
        StorageHub hub = new(await shared.ConnectionStringAsync(), "Looks");
        AzureStorageOrchestrationService store = await hub.OpenAsync("worker");
        await using DurableEngine engine = await DurableEngine.StartAsync(
            store,
            new(static context => TaskRunner.OrchestrateAsync(context), AnswerAsync));

        WatchOrchestrator.Input input = new("rotation", TimeSpan.FromMilliseconds(1), WatchOrchestrator.Input.TopLevel);
        string id = await engine.Client.ScheduleNewOrchestrationInstanceAsync(WatchOrchestrator.Name, input, cancellationToken: Stop);
        OrchestrationMetadata end = await engine.Client.WaitForInstanceCompletionAsync(id, Stop);

        Assert.Equal(ParkCodes.ForeignToken, end.ReadOutputAs<WatchVerdict>()!.HoldCode);
        Assert.Equal(Looks, _looks);
        IReadOnlyDictionary<string, int> rows = await HistoryRows.CountAsync(hub);
        Assert.True(rows.Count > Looks / WatchOrchestrator.Input.Looks, "the looks were made by several instances");
        Assert.All(rows, static one => Assert.InRange(one.Value, 1, MaxRows));
    }

    /// <summary>Nothing is to be held until the last look.</summary>
    private Task<Payload> AnswerAsync(string activity, Payload input, CancellationToken cancellationToken)
        => Task.FromResult(activity == ReadPhase.Name.Value ? Write(RotationPhase.AwaitingFinish)
            : activity == LookAtWatches.Name.Value
                ? Write(++_looks < Looks ? new WatchVerdict() : new(ParkCodes.ForeignToken, "somebody else's"))
                : throw new InvalidOperationException($"A watch does not call {activity}."));

    private static Payload Write<T>(T value) => Payload.Parse(JsonSerializer.Serialize(value, DurableJson.Options));
}
