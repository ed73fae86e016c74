using System.Text.Json.Nodes;
using TenantTokens.Simulator.Machines.Scripts;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>The last line of a host script, with the fields that rotate.sh prints.</summary>
internal sealed class ModelReport(ScriptInput input, long clock)
{
    private const string Marker = "##rotation ";
    private const int LongestMessage = 400;
    private static readonly string[] _facts = ["outcome", "message", "fingerprint", "version", "hostId", "connected", "stale"];

    public string? Fingerprint { get; set; }

    public string? Version { get; set; }

    public string? HostId { get; set; }

    public bool? Connected { get; set; }

    public List<string> Files { get; } = [];

    /// <summary>The services; their state is read when the report is written.</summary>
    public IReadOnlyList<Unit> Services { get; set; } = [];

    /// <summary>The names of the processes that keep the old library; null when not known.</summary>
    public IReadOnlyList<string>? Stale { get; set; }

    public List<string> Leftovers { get; } = [];

    /// <summary>For a probe: the other components on the machine with their environments; otherwise null.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<Unit> Services, IReadOnlyList<string> Environments)>? Components { get; set; }

    /// <summary>The probe results of the components that were not asked for, by name.</summary>
    public IReadOnlyDictionary<string, JsonObject> Beside { get; set; } = new Dictionary<string, JsonObject>();

    /// <summary>How far the host's clock is ahead, in real time.</summary>
    public TimeSpan Skew { get; init; }

    public ScriptOutcome End(int exitCode, string outcome, string code, string message)
    {
        JsonObject report = new()
        {
            ["v"] = 1,
            ["action"] = input.Action,
            ["component"] = input.Component,
            ["outcome"] = outcome,
            ["code"] = code,
            ["message"] = message.Length > LongestMessage ? message[..LongestMessage] : message,
            ["fingerprint"] = Fingerprint,
            ["clock"] = clock,
            ["version"] = Version,
            ["hostId"] = HostId,
            ["connected"] = Connected,
            ["files"] = Strings(Files),
            ["services"] = new JsonArray([.. Services.Select(Service)]),
            ["stale"] = Stale is null ? null : new JsonObject { ["count"] = Stale.Count, ["names"] = Strings(Stale.Distinct().Take(5)) },
            ["leftovers"] = Strings(Leftovers),
        };
        if (Components is { } components)
        {
            report["components"] = new JsonArray([.. components.Select(Component)]);
            report["omitted"] = 0; // a model serves few environments
        }

        return new ScriptOutcome(exitCode, $"\n{Marker}{report.ToJsonString()}\n", "");
    }

    /// <summary>Parses the fields of a report.</summary>
    public static JsonObject Parse(ScriptOutcome outcome) => JsonNode.Parse(outcome.Output.Trim()[Marker.Length..])!.AsObject();

    private JsonObject Component((string Name, IReadOnlyList<Unit> Services, IReadOnlyList<string> Environments) component)
    {
        JsonObject? told = Beside.GetValueOrDefault(component.Name);
        JsonObject row = new() { ["name"] = component.Name, ["code"] = told?["code"]!.DeepClone() ?? "ok" };
        foreach (string field in told is null ? [] : _facts)
        {
            row[field] = told![field]?.DeepClone();
        }

        row["services"] = new JsonArray(
            [.. component.Services.Select(static unit => new JsonObject { ["name"] = unit.Name, ["state"] = State(unit) })]);
        row["environments"] = Strings(component.Environments);
        return row;
    }

    private static string State(Unit unit) => unit.State is Unit.Active or Unit.Inactive or Unit.Failed ? unit.State : "unknown";

    private JsonObject Service(Unit unit) => new()
    {
        ["name"] = unit.Name,
        ["state"] = State(unit),
        ["startedAt"] = unit is { IsActive: true, StartedAt: { } at } ? (at + Skew).ToUnixTimeSeconds() : 0,
    };

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(static v => JsonValue.Create(v))]);
}
