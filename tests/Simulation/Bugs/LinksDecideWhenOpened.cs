using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Approvals;

namespace TenantTokens.Simulation.Bugs;

internal sealed class LinksDecideWhenOpened()
    : PlantedBug("links-decide-when-opened", "get-decided", "A link with a choice in its address decides when it is opened")
{
    public override RequestDelegate Plant(RequestDelegate web, IServiceProvider services) => async context =>
    {
        if (context.Request.Query["choice"] is [{ } choice]
            && context.Request.Path.Value!.Split('/') is [_, "rotations", var rotation, "gates", var id])
        {
            GateLedger gates = services.GetRequiredService<GateLedger>();
            GateRecord gate = (await gates.FindAsync(rotation, id, CancellationToken.None))!;
            await services.GetRequiredService<GateVoting>()
                .VoteAsync(
                    rotation,
                    id,
                    new Vote(
                        "alice",
                        Enum.Parse<GateChoice>(choice),
                        "opened",
                        gate.PlanHash,
                        "link",
                        services.GetRequiredService<TimeProvider>().GetUtcNow()),
                    CancellationToken.None);
        }

        await web(context);
    };
}
