using System.Globalization;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Bugs;

internal sealed class CommandsNeverExpire()
    : PlantedBug("commands-never-expire", "unbound-command", "The not-after that a host is told is weeks away")
{
    private const long Weeks = 30 * 24 * 60 * 60;

    public override HttpMessageHandler Plant(HttpMessageHandler wire) => new ChangedWire(wire, static async (request, send) =>
    {
        if (TenantTokens.Simulation.World.CallNames.Of(request.Method.Method, request.RequestUri!.AbsolutePath) is CallName.PutRunCommand)
        {
            await ChangedWire.ChangeParameterAsync(
                request,
                "NOT_AFTER",
                static value => (long.Parse(value, CultureInfo.InvariantCulture) + Weeks).ToString(CultureInfo.InvariantCulture));
        }

        return await send();
    });
}
