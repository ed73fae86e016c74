namespace TenantTokens.Simulator.Machines.Models;

/// <summary>Starts and stops the services for the script, and waits for them.</summary>
internal sealed class ModelServices(ModelRun run)
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _proof = TimeSpan.FromSeconds(60);

    /// <summary>Returns the services that did not stay up before; they need not run afterwards.</summary>
    public static List<Unit> Loose(ModelComponent component)
        => [.. component.Services.Where(static u => u is { IsLooping: true, State: Unit.Activating })];

    public static string Names(IEnumerable<Unit> units) => string.Join(' ', units.Select(static u => u.Name));

    /// <summary>Stops services. Their jobs go on when the script is killed, and end with the machine.</summary>
    public async Task StopAsync(IReadOnlyList<Unit> units)
    {
        await Task.WhenAll(units.Select(u => run.Machine.Units.StopAsync(u, run.Machine.Uptime))).WaitAsync(run.Killed);
        run.Killed.ThrowIfCancellationRequested();
    }

    public async Task<bool> StartAsync(IReadOnlyList<Unit> units)
    {
        bool[] started = await Task.WhenAll(units.Select(u => run.Machine.Units.StartAsync(u, run.Machine.Uptime))).WaitAsync(run.Killed);
        return started.All(static s => s);
    }

    public async Task WaitForConnectionAsync(OneAgent agent)
    {
        DateTimeOffset until = run.Clock.Now + run.Patience(_proof);
        while (!run.IsConnected(agent) && run.Clock.Now < until && run.Machine.HostSeconds < run.Input.NotAfter)
        {
            await run.Clock.DelayAsync(_look, run.Killed);
        }
    }
}
