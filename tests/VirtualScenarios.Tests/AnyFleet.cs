using System.Text.Json.Nodes;
using CsCheck;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>A fleet, how fast it is rotated, what goes wrong in it and what its approver says: drawn by chance.</summary>
/// <param name="Machines">How many machines.</param>
/// <param name="MaxInFlight">The cap of the run.</param>
/// <param name="MaxInFlightPerLane">The cap of a subscription and region.</param>
/// <param name="Percentages">The waves of the OneAgents.</param>
/// <param name="Budget">The failure budget per wave and run, in targets.</param>
/// <param name="Failing">So many percent of the OneAgents fail.</param>
/// <param name="ExitCode">How they fail: 40 or 50.</param>
/// <param name="Off">So many percent of the OneAgents' machines are off.</param>
/// <param name="Retries">How often the approver says retry at a continue gate before skip.</param>
internal sealed record AnyFleet(
    int Machines,
    int MaxInFlight,
    int MaxInFlightPerLane,
    int[] Percentages,
    int Budget,
    int Failing,
    int ExitCode,
    int Off,
    int Retries)
{
    private static readonly int[][] _waves = [[100], [50, 100], [10, 40, 100]];
    private static readonly int[] _failing = [0, 10, 40];

    /// <summary>All that a rotation must cope with.</summary>
    public static Gen<AnyFleet> Gen { get; } =
        from machines in CsCheck.Gen.Int[8, 40]
        from caps in CsCheck.Gen.Select(CsCheck.Gen.Int[1, 8], CsCheck.Gen.Int[1, 8])
        from percentages in CsCheck.Gen.Int[0, 2]
        from budget in CsCheck.Gen.Int[1, 3]
        from failing in CsCheck.Gen.Int[0, 2]
        from exitCode in CsCheck.Gen.Bool
        from off in CsCheck.Gen.Bool
        from retries in CsCheck.Gen.Int[0, 2]
        select new AnyFleet(
            machines,
            Math.Max(caps.Item1, caps.Item2),
            Math.Min(caps.Item1, caps.Item2),
            _waves[percentages],
            budget,
            _failing[failing],
            exitCode ? 50 : 40,
            off ? 15 : 0,
            retries);

    /// <summary>The policy that it is rotated with.</summary>
    public void Configure(JsonObject configuration)
    {
        JsonNode policy = configuration["policy"]!;
        policy["maxInFlight"] = MaxInFlight;
        policy["maxInFlightPerLane"] = MaxInFlightPerLane;
        policy["oneAgents"] = new JsonObject
        {
            ["canary"] = 1,
            ["percentages"] = new JsonArray([.. Percentages.Select(static percent => JsonValue.Create(percent))]),
        };
        policy["failureBudget"] = new JsonObject { ["wave"] = $"{Budget}", ["run"] = $"{Budget}" };
    }

    /// <summary>What goes wrong.</summary>
    public IEnumerable<Fault> Faults()
    {
        if (Off > 0)
        {
            yield return new Fault(FaultKind.MachineOff) { Component = "oneagent", Percent = Off };
        }

        if (Failing > 0)
        {
            yield return new Fault(FaultKind.ApplyFails) { Component = "oneagent", Percent = Failing, ExitCode = ExitCode, Times = 3 };
        }
    }

    /// <inheritdoc />
    public override string ToString()
        => $"{Machines} machines, in flight {MaxInFlight} and {MaxInFlightPerLane} a lane, waves {string.Join("/", Percentages)} %,"
            + $" budget {Budget}, {Failing} % fail with {ExitCode}, {Off} % off, {Retries} retries";
}
