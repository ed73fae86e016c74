using System.Text.Json.Nodes;
using TenantTokens.Dynatrace;
using TenantTokens.Machines;
using TenantTokens.Simulator;

namespace TenantTokens.Scenarios.Tests.Wire;

/// <summary>A whole rotation, with mail and Teams, to the end of its sweep, and every request of it.</summary>
public sealed class RecordedDemo : IAsyncLifetime
{
    /// <summary>The requests as they came over the wire.</summary>
    public IReadOnlyList<RequestSnapshot> Requests { get; private set; } = [];

    /// <summary>Their kinds: service, method and route.</summary>
    public IReadOnlyList<string> Kinds { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await using Scenario scenario = await Scenario.StartAsync(change: Change, keepsRequests: true);
        scenario.Plant(new Fault(FaultKind.DeletedMachines) { Count = 1 });
        await scenario.RotateAsync();
        await scenario.ApproveAndCompleteAsync();
        await scenario.UntilAsync(
            static seen => seen.Rotation.SweepEndedAt is not null,
            "the sweep has ended and the old version is disabled");
        await WhatOneRotationDoesNotAskAsync(scenario);
        (Requests, Kinds) = (scenario.Requests, scenario.RequestKinds);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Change(JsonObject configuration)
    {
        configuration["policy"]!["stragglers"]!["sweep"] = "00:00:04";
        configuration["approvals"]!["addresses"] = new JsonObject { ["alice"] = "alice@example.com" };
        configuration["notifications"]!["mail"] = new JsonObject
        {
            ["from"] = "rotation@example.com",
            ["azure"] = new JsonObject { ["endpoint"] = configuration["azure"]!["armEndpoint"]!.GetValue<string>() },
        };
    }

    /// <summary>
    /// The product's own clients send what this rotation has no reason for: cancel, which has no effect here, and the lists of Arc
    /// machines, which an earlier plan must have known, and of a scale set, an agent of which must be silent.
    /// </summary>
    private static async Task WhatOneRotationDoesNotAskAsync(Scenario scenario)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await scenario.Get<DynatraceEnvironments>().For("sim00001").TenantTokens.CancelAsync(stop);
        string group = scenario.Requests.Select(static request => request.Path)
            .First(static path => path.EndsWith("/providers/Microsoft.Compute/virtualMachines", StringComparison.Ordinal));
        string providers = group[..group.IndexOf("/Microsoft.Compute", StringComparison.Ordinal)];
        await scenario.Get<DeletedMachines>().FindAsync(
            [
                $"{providers}/Microsoft.HybridCompute/machines/gone",
                $"{providers}/Microsoft.Compute/virtualMachineScaleSets/gone/virtualMachines/0",
            ],
            stop);
    }
}
