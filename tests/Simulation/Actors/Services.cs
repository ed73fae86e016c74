using System.Globalization;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulation.World;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Actors;

/// <summary>Services that answer late, twice, wrongly, not at all, or after the effect.</summary>
internal static class Services
{
    private const string Actor = "services";

    private static readonly CallFate[] _fates =
    [
        CallFate.LostBefore,
        CallFate.LostAfter,
        CallFate.Hanging,
        CallFate.HangingAfter,
        CallFate.Late,
        CallFate.Twice,
        CallFate.Forbidden,
        CallFate.ForbiddenByProxy,
        CallFate.BadRequestByProxy,
        CallFate.Throttled,
        CallFate.Unavailable,
        CallFate.BadGatewayAfter,
    ];

    private static readonly string[] _calls =
    [
        CallName.Start,
        CallName.Start,
        CallName.Finish,
        CallName.Finish,
        CallName.Cancel,
        CallName.Cancel,
        CallName.AgentConnectionInfo,
        CallName.GatewayConnectionInfo,
        CallName.ActiveGates,
        CallName.OneAgents,
        CallName.Metrics,
        CallName.ResourceGraph,
        CallName.PutRunCommand,
        CallName.GetRunCommand,
        CallName.DeleteRunCommand,
        CallName.PutSecret,
        CallName.GetSecret,
        CallName.PatchSecret,
    ];

    public static Deed Draw(Random random)
    {
        if (random.Next(8) == 0)
        {
            return VaultDown(random.Between(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)));
        }

        string call = random.Of<string>(_calls);
        CallFate fate = random.Of<CallFate>(_fates);
        int times = random.Of(1, 1, 1, 2, 5, 12);
        return Deed.Of(
            Actor,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the next {(times == 1 ? "" : $"{times} calls of ")}{call} meet{(times == 1 ? "s" : "")} {fate}"),
            run => run.Faults.Plant(call, fate, times));
    }

    private static Deed VaultDown(TimeSpan span) => new(Actor, $"the vault is down for {Durations.Tell(span)}", async run =>
    {
        run.Faults.Plant(FaultyCalls.Vault, CallFate.Unavailable, int.MaxValue);
        await run.WaitAsync(span);
        run.Faults.Clear();
    });
}
