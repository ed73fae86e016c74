using System.Text.Json.Nodes;
using TenantTokens.Simulator.Machines.Scripts;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>The last line of a host script, field by field as rotate.sh prints it.</summary>
internal sealed class ModelReport(ScriptInput input, long clock)
{
    private const int LongestMessage = 400;

    public string? Fingerprint { get; set; }

    public string? Version { get; set; }

    public string? HostId { get; set; }

    public bool? Connected { get; set; }

    public List<string> Files { get; } = [];

    /// <summary>Looked at when the report is written.</summary>
    public IReadOnlyList<Unit> Services { get; set; } = [];

    /// <summary>Names of the processes that keep the old library; null when it is not known.</summary>
    public IReadOnlyList<string>? Stale { get; set; }

    public List<string> Leftovers { get; } = [];

    /// <summary>How far the host's clock is ahead.</summary>
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
        return new ScriptOutcome(exitCode, $"\n##rotation {report.ToJsonString()}\n", "");
    }

    private JsonObject Service(Unit unit) => new()
    {
        ["name"] = unit.Name,
        ["state"] = unit.State is Unit.Active or Unit.Inactive or Unit.Failed ? unit.State : "unknown",
        ["startedAt"] = unit is { IsActive: true, StartedAt: { } at } ? (at + Skew).ToUnixTimeSeconds() : 0,
    };

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(static v => JsonValue.Create(v))]);
}
