using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>
/// docs/invariants.md#i3, #i4, #i9 under SIGKILL: at whatever request the program dies, running it again completes the same rotation.
/// </summary>
public sealed class KillTests
{
    private static readonly int _points = Suite.IsFull ? 20 : 3;

    [Fact]
    public async Task Killed_at_any_request_and_run_again_it_completes_the_same_rotation()
    {
        int requests = await CountRequestsOfAnUndisturbedRunAsync();
        int[] points = [.. Enumerable.Range(0, _points).Select(index => 1 + (index * (requests - 1) / (_points - 1)))];

        await Parallel.ForEachAsync(
            points,
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken },
            KillAtAsync);
    }

    private static async Task<int> CountRequestsOfAnUndisturbedRunAsync()
    {
        await using World world = await World.SimulateAsync();
        ProgramResult result = await world.RunAsync("rotate", "--request", "K", "--yes", "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
        return (await world.LookAsync())["requestCount"]!.GetValue<int>();
    }

    private static async ValueTask KillAtAsync(int request, CancellationToken cancellationToken)
    {
        await using World world = await World.SimulateAsync();
        await world.PlantAsync(new Fault(FaultKind.Hold) { Nth = request, When = request % 2 == 0 ? "before" : "after" });
        await using RunningProgram first = world.Start("rotate", "--request", "K", "--yes", "--json");
        await World.UntilAsync(
            async () => first.Ended.IsCompleted || (await world.LookAsync())["held"]!.GetValue<int>() > 0,
            () => $"request {request} is held");
        await first.KillAsync();
        string? rotationId = await IdOfAsync(world);

        ProgramResult second = await world.RunAsync("rotate", "--request", "K", "--yes", "--json");

        string what = $"killed at request {request}: {second}";
        Assert.True(second.ExitCode == 0, what);
        Assert.True(rotationId is null || rotationId == second.Json["rotationId"]!.GetValue<string>(), what);
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 1, cancel: 0);
        Assert.Equal("[]", after["heartbeats"]!["rejectedFrom"]!.ToJsonString());
        Assert.Equal(0, after["heartbeats"]!["undelivered"]!.GetValue<int>());
        after.LeftNothingStopped();
        after.EveryoneIsOnTheTokenInForce();
    }

    private static async Task<string?> IdOfAsync(World world)
        => await world.RunAsync("status", "--json") is { ExitCode: 0 } status ? status.Json["rotationId"]!.GetValue<string>() : null;
}
