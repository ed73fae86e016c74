using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantTokens.Testing.Http;

namespace TenantTokens.Shared.Tests.Rotations.Sending;

/// <summary>One host behind ARM whose clock a test turns. It obeys not-after as the host script does, and reports its clock.</summary>
internal sealed class ClockHost(TimeProvider time) : HttpMessageHandler
{
    private readonly Dictionary<string, JsonObject> _commands = [];

    /// <summary>The host's clock minus ours.</summary>
    public TimeSpan Offset { get; set; }

    /// <summary>Called before each command runs, with its action.</summary>
    public Action<string>? BeforeRun { get; set; }

    /// <summary>Awaited when a command is looked for that is not there: the moment between the read of its target and its PUT.</summary>
    public Func<Task>? BeforeSend { get; set; }

    /// <summary>Whether a lock keeps every command on the machine.</summary>
    public bool RefusesDeletions { get; set; }

    /// <summary>Called when a command is gone, before the answer says so.</summary>
    public Action? AfterDelete { get; set; }

    /// <summary>The actions that ran, in order.</summary>
    public List<string> Actions { get; } = [];

    /// <summary>The names that still stand on the machine.</summary>
    public IReadOnlyCollection<string> Standing => _commands.Keys;

    /// <summary>What an apply reports once it is done.</summary>
    public string NewFingerprint { get; set; } = "";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string name = request.RequestUri!.AbsolutePath.Split('/')[^1];
        switch (request.Method.Method)
        {
            case "PUT":
                _commands[name] = Run(
                    JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!["properties"]!["parameters"]!.AsArray());
                cancellationToken.ThrowIfCancellationRequested();
                return Answer(request, 201, "{}");
            case "DELETE" when RefusesDeletions:
                return Answer(request, 409, """{"error":{"code":"ScopeLocked","message":"The scope is locked."}}""");
            case "DELETE":
                _commands.Remove(name);
                AfterDelete?.Invoke();
                cancellationToken.ThrowIfCancellationRequested();
                return Answer(request, 200, null);
            default:
                await (BeforeSend is { } before && !_commands.ContainsKey(name) ? before() : Task.CompletedTask);
                return _commands.TryGetValue(name, out JsonObject? view)
                    ? Answer(request, 200, view.ToJsonString())
                    : Answer(request, 404, null);
        }
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, int status, string? json)
    {
        HttpResponseMessage response = ScriptedHttp.Response(status, json);
        response.RequestMessage = request;
        return response;
    }

    private JsonObject Run(JsonArray parameters)
    {
        string? Of(string name) => (string?)parameters.FirstOrDefault(parameter => (string?)parameter!["name"] == name)?["value"];
        string action = Of("ACTION")!;
        Actions.Add(action);
        BeforeRun?.Invoke(action);
        long clock = (time.GetUtcNow() + Offset).ToUnixTimeSeconds();
        bool isLate = Of("NOT_AFTER") is { } notAfter && clock > long.Parse(notAfter, CultureInfo.InvariantCulture);
        (int exit, string outcome, string code) = (action, isLate) switch
        {
            ("probe", _) => (0, "probed", "ok"),
            (_, true) => (20, "expired", "not-after-passed"),
            _ => (0, "rotated", "ok"),
        };
        string report = JsonSerializer.Serialize(new
        {
            v = 1,
            action,
            component = "oneagent",
            outcome,
            code,
            message = "",
            fingerprint = action == "apply" && !isLate ? NewFingerprint : null,
            clock,
        });
        return new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["provisioningState"] = "Succeeded",
                ["instanceView"] = new JsonObject
                {
                    ["executionState"] = exit == 0 ? "Succeeded" : "Failed",
                    ["exitCode"] = exit,
                    ["output"] = $"##rotation {report}\n",
                    ["error"] = "",
                },
            },
        };
    }
}
