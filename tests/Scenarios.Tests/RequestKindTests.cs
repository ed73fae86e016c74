using System.Text.RegularExpressions;
using TenantTokens.Fleet;
using TenantTokens.Rotations;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.Scenarios.Tests;

/// <summary>What whole rotations ask Azure for. Roles in infra/ are held against this list, which is written down for the tests of infra/.</summary>
public sealed partial class RequestKindTests
{
    [Fact]
    public async Task Whole_rotations_ask_azure_for_exactly_what_is_recorded()
    {
        await using Scenario scenario = await Scenario.StartAsync(change: static configuration => configuration["policy"]!["stragglers"]!["sweep"] = "00:00:04");
        await scenario.RotateAsync();
        await scenario.ApproveAndCompleteAsync();
        await scenario.UntilAsync(static seen => seen.Rotation.SweepEndedAt is not null, "the sweep has ended and the old version is disabled");

        string[] graph = [.. Types().Matches(MachineInventory.DefaultQuery + MachineInventory.ScaleSetQuery).Select(static match => $"ResourceGraph {match.Groups[1].Value}").Distinct()];
        string[] asked = [.. scenario.RequestKinds.Where(static kind => kind.Split(' ')[0] is "ResourceManager" or "KeyVault").Concat(graph).Order(StringComparer.Ordinal)];

        Assert.Equal(await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "tests/Infra.Tests/Requests/recorded.txt"), TestContext.Current.CancellationToken), asked);
    }

    [GeneratedRegex("'(microsoft[.][a-z]+/[a-z/]+)'")]
    private static partial Regex Types();
}
