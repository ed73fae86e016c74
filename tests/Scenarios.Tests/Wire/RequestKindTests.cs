using System.Text.RegularExpressions;
using TenantTokens.Machines;
using TenantTokens.Tooling;

namespace TenantTokens.Scenarios.Tests.Wire;

/// <summary>
/// What whole rotations ask Azure for. Roles in infra/ are held against this list, which is written down for the tests of infra/.
/// </summary>
[Collection(typeof(RecordedDemoCollection))]
public sealed partial class RequestKindTests(RecordedDemo demo)
{
    [Fact]
    public async Task Whole_rotations_ask_azure_for_exactly_what_is_recorded()
    {
        string[] graph =
        [
            .. Types()
                .Matches(MachineInventory.DefaultQuery + MachineInventory.ScaleSetQuery)
                .Select(static match => $"ResourceGraph {match.Groups[1].Value}")
                .Distinct(),
        ];
        string[] asked =
        [
            .. demo.Kinds.Where(static kind => kind.Split(' ')[0] is "ResourceManager" or "KeyVault")
                .Concat(graph)
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(
            await File.ReadAllLinesAsync(
                Path.Combine(Repository.Root, "tests/Infra.Tests/Requests/recorded.txt"),
                TestContext.Current.CancellationToken),
            asked);
    }

    [GeneratedRegex("'(microsoft[.][a-z]+/[a-z/]+)'")]
    private static partial Regex Types();
}
