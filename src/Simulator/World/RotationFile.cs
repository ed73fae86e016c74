using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Teams;

namespace TenantTokens.Simulator.World;

/// <summary>Writes a rotation.json that points the product at this world.</summary>
internal static class RotationFile
{
    private const string Approver = "demo-approver";
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    // The real scripts of fifty machines share this computer with everything else. Only waits for something that never comes are this long.
    private static readonly TimeSpan _shortestScript = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _shortestOnline = TimeSpan.FromSeconds(20);

    // A script that runs beside few others ends in time even on a slow computer; one among fifty does not.
    private static readonly int _scriptsAtOnce = 4 * Environment.ProcessorCount;

    // Models need almost no time; this is what a busy computer may need until every thread had its turn.
    private static readonly TimeSpan _shortestModel = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _shortestWindow = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan _shortestPoll = TimeSpan.FromMilliseconds(10);

    public static string Write(WorldState world, Uri endpoint, string certificateAuthority)
    {
        string address = endpoint.GetLeftPart(UriPartial.Authority);
        return new JsonObject
        {
            ["environments"] = new JsonArray([.. world.Rotated.Select(id => new JsonObject
            {
                ["id"] = id,
                ["apiUrl"] = $"{address}/e/{id}",
                ["apiTokenSecret"] = "dynatrace-api-token",
                ["tenantTokenSecret"] = $"dynatrace-tenant-token-{id}",
                ["trustedCa"] = certificateAuthority,
            })]),
            ["azure"] = new JsonObject
            {
                ["armEndpoint"] = address,
                ["vaultUri"] = address,
                ["credential"] = "simulated",
                ["trustedCa"] = certificateAuthority,
            },
            ["fleet"] = new JsonObject
            {
                ["subscriptions"] = new JsonArray([.. world.Azure.Subscriptions.Select(static s => JsonValue.Create(s))]),
            },
            ["policy"] = Policy(world.Clock, world.HasModels),
            ["approvals"] = new JsonObject
            {
                ["finish"] = new JsonObject { ["quorum"] = 1, ["approvers"] = new JsonArray(Approver) },
                ["simulatedApprover"] = new JsonObject
                {
                    ["name"] = Approver,
                    ["accepts"] = new JsonArray([.. Accepted(world).Select(static a => JsonValue.Create(a))]),
                },
            },
            ["notifications"] = new JsonObject { ["teams"] = new JsonObject { ["webhookSecret"] = WebhookEndpoint.Secret } },
        }.ToJsonString(_indented);
    }

    /// <summary>
    /// Returns the policy: the documented waits, scaled. Limits for scripts never get shorter than a loaded computer needs.
    /// </summary>
    private static JsonObject Policy(WorldClock clock, bool models)
    {
        TimeSpan script = models ? _shortestModel : _shortestScript;
        JsonObject policy = new()
        {
            ["commandTimeout"] = Scaled(10 * 60, script),
            ["commandWindow"] = Scaled(15 * 60, models ? _shortestWindow : _shortestScript),
            ["guard"] = Scaled(10 * 60, script),
            ["startSettle"] = Scaled(5 * 60, TimeSpan.Zero),
            ["adoptWithin"] = Scaled(30 * 60, TimeSpan.Zero),
            ["finishSettle"] = Scaled(5 * 60, TimeSpan.Zero),
            ["gateSoak"] = Scaled(3 * 60, TimeSpan.Zero),
            ["soak"] = Scaled(5 * 60, TimeSpan.Zero),
            ["onlineTimeout"] = Scaled(10 * 60, models ? _shortestWindow : _shortestOnline),
            ["pollInterval"] = Scaled(15, _shortestPoll),
            ["watch"] = Watch(clock, models),
            ["stragglers"] = new JsonObject
            {
                ["firstRound"] = Scaled(15 * 60, _shortestPoll),
                ["longestPause"] = Scaled(6 * 60 * 60, _shortestPoll),
                ["sweep"] = Scaled(14 * 24 * 60 * 60, TimeSpan.Zero),
            },
            ["activeGates"] = new JsonObject { ["canary"] = 1 },
            ["oneAgents"] = new JsonObject { ["canary"] = 1 },
        };
        if (!models)
        {
            policy["maxInFlight"] = _scriptsAtOnce;
            policy["maxInFlightPerLane"] = _scriptsAtOnce;
        }

        return policy;

        string Scaled(double seconds, TimeSpan shortest) => RotationFile.Scaled(clock, seconds, shortest);
    }

    private static JsonObject Watch(WorldClock clock, bool models) => new()
    {
        ["interval"] = Scaled(clock, 60, _shortestPoll),
        ["connectionInfoInterval"] = Scaled(clock, 5 * 60, _shortestPoll),
        ["window"] = Scaled(clock, 5 * 60, _shortestPoll),
        ["grace"] = Scaled(clock, 5 * 60, models ? _shortestWindow : _shortestOnline),
        ["afterFinish"] = Scaled(clock, 2 * 60, TimeSpan.Zero), // not the documented half hour: people wait for a demonstration
    };

    private static string Scaled(WorldClock clock, double seconds, TimeSpan shortest)
    {
        TimeSpan scaled = clock.Scaled(TimeSpan.FromSeconds(seconds));
        TimeSpan wait = scaled > shortest ? scaled : shortest;
        return wait.ToString(
            wait < TimeSpan.FromDays(1) ? @"hh\:mm\:ss\.fffffff" : @"d\.hh\:mm\:ss\.fffffff",
            CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Lists what cannot be rotated in this world: the machine that is off at the start, and the agent whose host is gone.
    /// </summary>
    private static IEnumerable<string> Accepted(WorldState world) =>
    [
        .. world.Machines.Where(static m => m.Agent is not null && m.Units.All.All(static u => u.Starts is 0))
            .Select(static m => $"oneagent/{m.Identity.Name}"),
        .. world.Silent.Select(static a => $"oneagent/{a.Name}"),
    ];
}
