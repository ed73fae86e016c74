using TenantTokens.Shared.Tests.RunCommand;
using TenantTokens.Testing.Http;

namespace TenantTokens.Shared.Tests.Rotations.Sending;

/// <summary>ARM with run commands that stand on machines, and what it does when one is to be deleted.</summary>
internal sealed class StandingCommands : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _names = [];

    /// <summary>What a DELETE on a machine is answered; 200, and the command is gone, when it is not said.</summary>
    public Dictionary<string, (int Status, string Body)> Answers { get; } = [];

    /// <summary>The names that stand on machines.</summary>
    public IReadOnlyCollection<string> Names => _names;

    public void Add(string name) => _names.Add(name);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string[] path = request.RequestUri!.AbsolutePath.Split('/');
        (string machine, string name) = (path[^3], path[^1]);
        lock (_lock)
        {
            HttpResponseMessage response = request.Method.Method switch
            {
                "DELETE" when Answers.TryGetValue(machine, out (int Status, string Body) answer)
                    => ScriptedHttp.Response(answer.Status, answer.Body),
                "DELETE" => ScriptedHttp.Response(_names.Remove(name) ? 200 : 204, null),
                _ => _names.Contains(name)
                    ? ScriptedHttp.Response(200, RunCommandDriver.View("Succeeded"))
                    : ScriptedHttp.Response(404, null),
            };
            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }
}
