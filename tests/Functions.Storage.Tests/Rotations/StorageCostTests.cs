using TenantTokens.FunctionsDurableHost;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsStorageTests.Rotations;

/// <summary>
/// What a rotation asks of storage, by kind of request and target: it may fall and not grow. Not counted is what a worker asks whether
/// there is work or not (polls, leases).
/// </summary>
public sealed class StorageCostTests(ITestOutputHelper output)
{
    private const int Machines = 60;

    // Measured twice with this test, on a loaded machine, plus a tenth: how often a run command is polled depends on the machine. Lower
    // them when they fall.
    private static readonly Dictionary<string, double> _most = new(StringComparer.Ordinal)
    {
        ["hub.messageDeleted"] = 12.3,
        ["hub.messageSent"] = 12.3,
        ["hub.read"] = 6.2,
        ["hub.write"] = 12.3,
        // one more for each command since its outcome is written before it is deleted, and none is sent twice after a crash
        ["ledger.batch"] = 18.4,
        ["ledger.read"] = 40.4,
        ["ledger.write"] = 0.1,
    };

    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
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
        Assert.All(_most, most => Assert.InRange((double)requests[most.Key] / targets, 0, most.Value));
    }
}
