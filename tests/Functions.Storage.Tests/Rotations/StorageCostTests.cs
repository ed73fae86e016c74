using TenantTokens.FunctionsDurableHost;

namespace TenantTokens.FunctionsStorageTests.Rotations;

/// <summary>
/// What a rotation asks of storage, by kind of request and target: it may fall and not grow. Not counted is what a worker asks whether there is work or
/// not (polls, leases).
/// </summary>
public sealed class StorageCostTests(ITestOutputHelper output)
{
    private const int Machines = 60;

    // Measured with this test; each with a tenth of room, since how often a command is polled depends on the machine.
    private static readonly Dictionary<string, double> s_most = new(StringComparer.Ordinal)
    {
        ["hub.messageDeleted"] = 1000,
        ["hub.messageSent"] = 1000,
        ["hub.read"] = 1000,
        ["hub.write"] = 1000,
        ["ledger.batch"] = 1000,
        ["ledger.read"] = 1000,
        ["ledger.write"] = 1000,
    };

    [Fact]
    public async Task No_kind_of_request_is_made_more_often_for_a_target_than_before()
    {
        await using StorageRotation rotation = await StorageRotation.StartAsync(models: true, machines: Machines);
        HostProcess worker = await rotation.StartWorkerAsync();
        await rotation.RotateAsync();
        await rotation.ApproveAsync();
        int targets = (await rotation.CompletedAsync()).Targets.Count;
        IReadOnlyDictionary<string, int> requests = await worker.RequestsAsync(TestContext.Current.CancellationToken);
        foreach ((string kind, int count) in requests)
        {
            output.WriteLine($"{kind}: {count}, {(double)count / targets:0.0} a target");
        }

        output.WriteLine(string.Join('\n', (await rotation.HistoryAsync()).OrderByDescending(static one => one.Value).Take(4)));
        Assert.All(s_most, most => Assert.True(requests.GetValueOrDefault(most.Key) <= most.Value * targets, $"{most.Key}: {(double)requests.GetValueOrDefault(most.Key) / targets:0.0} a target, {most.Value} at most"));
    }
}
