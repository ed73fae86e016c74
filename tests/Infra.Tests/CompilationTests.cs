using System.Text.Json.Nodes;
using TenantTokens.Infra.Tests.Tools;

namespace TenantTokens.Infra.Tests;

public sealed class CompilationTests
{
    public static TheoryData<string> Files => [.. Infrastructure.Files];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_file_compiles_and_lints_without_a_warning(string file)
    {
        BicepResult result = await Bicep.BuildAsync(Path.Combine(Infrastructure.Folder, file), Cancelled); // runs the linter as well, as the twin shows

        Assert.Equal((0, ""), (result.ExitCode, result.Problems.Trim()));
    }

    [Theory]
    [InlineData("a parameter that nothing uses", "@description('Unused.')\nparam unused string", "no-unused-params")]
    [InlineData("a secret in an output", "resource s 'Microsoft.Storage/storageAccounts@2025-08-01' existing = { name: 'x' }\noutput key string = s.listKeys().keys[0].value", "outputs-should-not-contain-secrets")]
    [InlineData("a property that the type lacks", "resource s 'Microsoft.Storage/storageAccounts@2025-08-01' = { name: 'xxxxx', location: resourceGroup().location, kind: 'StorageV2', sku: { name: 'Standard_ZRS' }, properties: { allowShared: false } }", "BCP037")]
    public async Task A_bad_file_does_not_pass(string what, string source, string code)
    {
        string folder = Directory.CreateTempSubdirectory("bicep-").FullName;
        try
        {
            File.Copy(Path.Combine(Infrastructure.Folder, "bicepconfig.json"), Path.Combine(folder, "bicepconfig.json"));
            string path = Path.Combine(folder, "bad.bicep");
            await File.WriteAllTextAsync(path, source, Cancelled);

            BicepResult result = await Bicep.BuildAsync(path, Cancelled);

            Assert.True(result.Problems.Contains(code, StringComparison.Ordinal), $"{what}: {result.Problems}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Every_linter_rule_is_an_error()
    {
        JsonObject rules = JsonNode.Parse(Infrastructure.Read("bicepconfig.json"))!["analyzers"]!["core"]!["rules"]!.AsObject();

        Assert.All(rules, static rule => Assert.Equal("error", rule.Value!["level"]!.GetValue<string>()));
        Assert.True(rules.Count > 30, $"Only {rules.Count} rules are named.");
    }

    [Fact]
    public void Only_directives_with_a_reason_turn_a_rule_off()
        => Assert.All(
            Infrastructure.Files.SelectMany(static file => Infrastructure.Read(file).Split('\n')).Where(static line => line.Contains("#disable", StringComparison.Ordinal)),
            static line => Assert.Contains("//", line, StringComparison.Ordinal));
}
