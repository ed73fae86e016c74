using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Wire;

/// <summary>
/// What happens around every request to a simulated service: it is counted, and may be held, refused or left without an answer.
/// </summary>
internal sealed class Pipeline(WorldState world)
{
    /// <summary>Counts a request and, when a fault says so, holds it until its client goes away.</summary>
    public async Task CountAndHoldAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/world", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        world.Traffic.CountRequest();
        ProductCall? known = context.GetEndpoint()?.Metadata.GetMetadata<ProductCall>();
        if (known is not null)
        {
            world.Traffic.Note(known.Service, context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
        }

        string? call = known?.Name;
        if (call is CallName.Start or CallName.Finish or CallName.Cancel)
        {
            world.Calls.Received(call);
        }

        Fault? any = world.Faults.Next(FaultKind.Hold, CallName.Any);
        Fault? thisCall = call is null ? null : world.Faults.Next(FaultKind.Hold, call);
        switch ((any ?? thisCall)?.When)
        {
            case null:
                await next(context);
                break;
            case "before":
                await HoldAsync(context);
                break;
            default:
                await WithoutAnswerAsync(context, next);
                await HoldAsync(context);
                break;
        }
    }

    /// <summary>Applies the planted fault of a call: its effect and then no answer, or no effect and no answer.</summary>
    public async Task LoseAndRefuseAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ProductCall>() is not { } call)
        {
            await next(context);
            return;
        }

        bool refused = world.Faults.Next(FaultKind.RefuseBefore, call.Name) is not null;
        bool lost = world.Faults.Next(FaultKind.LoseAnswer, call.Name) is not null;
        if (refused)
        {
            context.Abort();
        }
        else if (lost)
        {
            await WithoutAnswerAsync(context, next);
            context.Abort();
        }
        else
        {
            await next(context);
        }
    }

    private async Task HoldAsync(HttpContext context)
    {
        world.Traffic.Hold();
        try
        {
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, world.End);
            await Task.Delay(Timeout.InfiniteTimeSpan, world.Clock.Time, either.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            world.Traffic.Release();
        }
    }

    private static async Task WithoutAnswerAsync(HttpContext context, RequestDelegate next)
    {
        Stream real = context.Response.Body;
        using MemoryStream nowhere = new();
        context.Response.Body = nowhere;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = real;
        }
    }
}
