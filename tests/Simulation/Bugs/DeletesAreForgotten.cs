using System.Net;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Bugs;

internal sealed class DeletesAreForgotten()
    : PlantedBug("deletes-are-forgotten", "command-left-behind", "A run command counts as deleted and is not")
{
    public override HttpMessageHandler Plant(HttpMessageHandler wire)
    {
        HashSet<string> forgotten = new(StringComparer.Ordinal);
        return new ChangedWire(wire, (request, send) =>
        {
            string path = request.RequestUri!.AbsolutePath;
            switch (TenantTokens.Simulation.World.CallNames.Of(request.Method.Method, path))
            {
                case CallName.DeleteRunCommand:
                    forgotten.Add(path);
                    return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
                case CallName.GetRunCommand when forgotten.Contains(path):
                    return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
                default:
                    return send();
            }
        });
    }
}
