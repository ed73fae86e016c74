using TenantTokens.Durable;
using TenantTokens.Rotations.Sending;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Bugs;

internal sealed class LateCommandsAreTaken()
    : PlantedBug(
        "late-commands-are-taken",
        "late-command",
        "Whatever was sent is taken whenever it arrives, and cancel does not wait for it")
{
    public override void Plant(DurableTaskRegistry registry)
        => registry.WrapActivity(ReadLateRunCommands.Name, static (_, _, _) => Task.FromResult(new ReadLateRunCommands.Result(null)));

    public override HttpMessageHandler Plant(HttpMessageHandler wire) => new ChangedWire(wire, static async (request, send) =>
    {
        if (TenantTokens.Simulation.World.CallNames.Of(request.Method.Method, request.RequestUri!.AbsolutePath) is CallName.PutRunCommand)
        {
            await ChangedWire.ChangeParameterAsync(request, "NOT_AFTER", static _ => "9999999999");
        }

        return await send();
    });
}
