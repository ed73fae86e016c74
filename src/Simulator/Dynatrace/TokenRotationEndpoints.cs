using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Dynatrace;

/// <summary>
/// The calls start, finish and cancel. https://docs.dynatrace.com/docs/dynatrace-api/environment-api/tokens-v2/tenant-tokens
/// </summary>
internal sealed class TokenRotationEndpoints(WorldState world)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        Call(CallName.Start, StartAsync);
        Call(CallName.Finish, FinishAsync);
        Call(CallName.Cancel, CancelAsync);

        void Call(string name, Func<HttpContext, TenantEnvironment, Task> handler)
            => routes.MapDynatrace(world, "POST", "/api/v2/tenantTokenRotation/" + name, name, handler);
    }

    private Task StartAsync(HttpContext context, TenantEnvironment environment)
    {
        if (world.Faults.Next(FaultKind.ForeignStart, environment.Id) is not null)
        {
            lock (world.Sync)
            {
                environment.TryStart(world.Clock.Now);
            }
        }

        return ChangeAsync(
            context,
            environment,
            CallName.Start,
            () => environment.TryStart(world.Clock.Now),
            "Failed. Another rotation process is already in progress.");
    }

    private Task FinishAsync(HttpContext context, TenantEnvironment environment)
        => ChangeAsync(context, environment, CallName.Finish, environment.TryFinish, "No ongoing rotation process.");

    private Task CancelAsync(HttpContext context, TenantEnvironment environment)
        => ChangeAsync(
            context,
            environment,
            CallName.Cancel,
            () => environment.TryCancel(world.Clock.Now),
            "Failed. There is no ongoing rotation process.");

    private async Task ChangeAsync(HttpContext context, TenantEnvironment environment, string call, Func<bool> change, string refusal)
    {
        bool changed;
        string active;
        string? old;
        lock (world.Sync)
        {
            changed = change();
            (active, old) = (environment.Active, environment.Previous);
        }

        if (!changed)
        {
            await DynatraceError.WriteAsync(context, 400, refusal);
            return;
        }

        world.Calls.TookEffect(call);
        world.Pulse.Beat();
        await Answer.JsonAsync(context, 200, new { active = new { value = active }, old = new { value = old } });
    }
}
