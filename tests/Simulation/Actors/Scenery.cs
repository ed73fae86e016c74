using System.Text.Json.Nodes;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulation.World;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulation.Actors;

/// <summary>What stands before a story begins: the fleet and the configuration.</summary>
/// <param name="Machines">How many machines.</param>
/// <param name="Approvers">Who may approve.</param>
/// <param name="Quorum">How many of them must.</param>
/// <param name="WatchMinutes">Between two looks of the watch.</param>
/// <param name="SoakMinutes">Between waves.</param>
/// <param name="MaxInFlight">The cap of the run.</param>
/// <param name="AfterFinishMinutes">How long the watch after finish lasts.</param>
/// <param name="SweepHours">How long the sweep lasts.</param>
/// <param name="HasSqliteLedger">Whether the ledger is SQLite; in memory otherwise.</param>
internal sealed record Scenery(
    int Machines,
    IReadOnlyList<string> Approvers,
    int Quorum,
    int WatchMinutes,
    int SoakMinutes,
    int MaxInFlight,
    int AfterFinishMinutes,
    int SweepHours,
    bool HasSqliteLedger)
{
    /// <summary>When nothing is due in any story.</summary>
    private const string NewYear = "0 2 1 1 *";

    public static Scenery Draw(Random random)
    {
        string[] approvers = random.Next(3) == 0 ? ["alice", "bob", "carol"] : ["alice", "bob"];
        return new(
            random.Next(100) switch { < 60 => random.Next(5, 10), < 90 => random.Next(10, 18), _ => random.Next(18, 41) },
            approvers,
            random.Next(4) == 0 ? 2 : 1,
            random.Of(3, 5, 10),
            random.Of(1, 3, 5),
            random.Of(1, 3, 8, 20),
            random.Of(5, 15, 30),
            random.Of(12, 24),
            random.Next(3) == 0);
    }

    /// <summary>Whether people are sent messages.</summary>
    public bool HasMessages { get; init; }

    /// <summary>Whether the approvers are asked before start, too.</summary>
    public bool HasStartGate { get; init; }

    /// <summary>When the maintenance window opens and closes, as hh:mm; null for none.</summary>
    public (string From, string To)? Window { get; init; }

    /// <summary>When the schedule asks for the rotation, as hh:mm of the first day; null when a person asks for it.</summary>
    public string? Due { get; init; }

    /// <summary>From a source of its own, as are all that are added: what else happens in a story does not change with it.</summary>
    public Scenery WithSchedule(Random random)
        => random.Next(12) == 0 ? this with { Due = random.Of<string>("08:05", "09:30", "13:00") } : this;

    /// <summary>What becomes of machines in scope that no agent claims.</summary>
    public string Unclaimed { get; init; } = "probe";

    public Scenery WithUnclaimed(Random random) => this with { Unclaimed = random.Of<string>("probe", "probe", "probe", "list", "ignore") };

    /// <summary>From a source of its own: the rest of the story does not change with it.</summary>
    public Scenery With(Random random) => this with
    {
        HasMessages = random.Next(4) == 0,
        HasStartGate = random.Next(10) == 0,
        Window = random.Next(12) == 0 ? random.Of<(string, string)>(("07:00", "19:00"), ("09:00", "12:00"), ("22:00", "04:00")) : null,
    };

    /// <summary>The configuration of an installation.</summary>
    public RotationOptions Configure(WorldState world, bool isScheduled)
    {
        JsonObject configuration = JsonNode.Parse(RotationFile.Write(world, VirtualWorld.Address, "none"))!.AsObject();
        foreach (JsonNode? part in (JsonNode?[])[configuration["azure"], .. configuration["environments"]!.AsArray()])
        {
            part!.AsObject().Remove("trustedCa");
        }

        configuration.Remove("notifications");
        JsonNode policy = configuration["policy"]!;
        policy["maxInFlight"] = MaxInFlight;
        policy["maxInFlightPerLane"] = MaxInFlight;
        policy["soak"] = Minutes(SoakMinutes);
        policy["watch"]!["interval"] = Minutes(WatchMinutes);
        policy["watch"]!["afterFinish"] = Minutes(AfterFinishMinutes);
        policy["stragglers"]!["sweep"] = TimeSpan.FromHours(SweepHours).ToString("c");
        configuration["fleet"]!["unclaimedMachines"] = Unclaimed;
        configuration["web"] = new JsonObject { ["publicAddress"] = "https://rotation.example/" };
        configuration["approvals"] = new JsonObject
        {
            ["finish"] = new JsonObject
            {
                ["quorum"] = Quorum,
                ["approvers"] = new JsonArray([.. Approvers.Select(static name => JsonValue.Create(name))]),
            },
        };
        if (HasStartGate)
        {
            configuration["approvals"]!["start"] = new JsonObject { ["required"] = true };
        }

        string? due = isScheduled ? Due : null;
        if (Window is not null || due is not null)
        {
            JsonObject schedule = new()
            {
                ["cron"] = due is [.., _, _, ':', var tens, var ones] ? $"{tens}{ones} {due[..2]} 1 3 *" : NewYear,
            };
            if (Window is { } window)
            {
                schedule["windows"] = new JsonArray(new JsonObject { ["from"] = window.From, ["to"] = window.To });
            }

            configuration["environments"]![0]!["schedule"] = schedule;
        }

        RotationConfigurationResult read = RotationConfiguration.Parse(
            System.Text.Encoding.UTF8.GetBytes(configuration.ToJsonString()),
            Environment.CurrentDirectory);
        return read.IsValid
            ? read.Options
            : throw new InvalidOperationException($"The drawn configuration is refused: {string.Join("; ", read.Problems)}");
    }

    public override string ToString() => $"{Machines} machines, {Quorum} of {string.Join(", ", Approvers)}, at most {MaxInFlight} in flight"
        + $"{(HasSqliteLedger ? ", the ledger in SQLite" : "")}{(HasMessages ? ", messages" : "")}"
        + $"{(HasStartGate ? ", a gate before start" : "")}{(Window is { } window ? $", a window from {window.From} to {window.To}" : "")}"
        + (Unclaimed is "probe" ? "" : $", unclaimed machines: {Unclaimed}")
        + (Due is { } due ? $", asked for by the schedule at {due}" : "");

    private static string Minutes(int minutes) => TimeSpan.FromMinutes(minutes).ToString("c");
}
