using System.Text.Json.Nodes;
using TenantTokens.Infra.Tests.Arm;
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
        BicepResult result = await Infrastructure.CheckAsync(file);

        Assert.Empty(result.ProblemsOf(Path.Combine(Infrastructure.Folder, file)));
        Assert.Equal((0, ""), (result.ExitCode, result.Problems.Trim())); // and nothing that no file is blamed for
    }

    [Fact]
    public async Task What_is_deployed_is_built_and_not_only_checked()
        => Assert.NotEmpty((await Infrastructure.MainAsync()).Resources);

    [Fact]
    public async Task Every_module_is_deployed_by_main_so_that_nothing_is_left_for_a_second_command()
    {
        ArmTemplate main = await Infrastructure.MainAsync();
        string source = Infrastructure.Read("main.bicep");

        Assert.All(
            Infrastructure.Files.Where(static file => file.StartsWith("modules", StringComparison.Ordinal)
                && !file.EndsWith("roles.bicep", StringComparison.Ordinal)),
            file => Assert.Contains($"'{file.Replace('\\', '/')}'", source, StringComparison.Ordinal));
        Assert.Equal(
            source.Split('\n').Count(static line => line.StartsWith("module ", StringComparison.Ordinal)),
            main.WithNested().Count() - 1);
    }

    [Fact]
    public async Task A_bad_file_is_found_and_a_good_one_beside_it_is_not()
    {
        (string Name, string Source, string Code)[] bad =
        [
            ("unused", "@description('Unused.')\nparam unused string", "no-unused-params"),
            ("secret", "resource s 'Microsoft.Storage/storageAccounts@2025-08-01' existing = { name: 'x' }\noutput key string ="
                + " s.listKeys().keys[0].value", "outputs-should-not-contain-secrets"),
            ("property",
                "resource s 'Microsoft.Storage/storageAccounts@2025-08-01' = { name: 'xxxxx', location:"
                    + " resourceGroup().location, kind: 'StorageV2', sku: { name: 'Standard_ZRS' }, properties: { allowShared: false } }",
                "BCP037"),
            ("syntax", "param broken", "BCP279"),
            ("module", "module m 'nowhere.bicep' = { name: 'm' }", "BCP091"),
        ];
        string folder = Directory.CreateTempSubdirectory("bicep-").FullName;
        try
        {
            string nested = Directory.CreateDirectory(Path.Combine(folder, "modules")).FullName;
            File.Copy(Path.Combine(Infrastructure.Folder, "bicepconfig.json"), Path.Combine(folder, "bicepconfig.json"));
            await File.WriteAllTextAsync(Path.Combine(nested, "good.bicep"), "output good string = 'good'", Cancelled);
            foreach ((string name, string source, _) in bad)
            {
                await File.WriteAllTextAsync(Path.Combine(nested, $"{name}.bicep"), source, Cancelled);
            }

            BicepResult result = await Bicep.LintAsync(folder, Cancelled);

            Assert.NotEqual(0, result.ExitCode);
            Assert.Empty(result.ProblemsOf(Path.Combine(nested, "good.bicep")));
            Assert.All(bad,
                one => Assert.Contains(result.ProblemsOf(Path.Combine(nested, $"{one.Name}.bicep")),
                    problem => problem.Contains(one.Code, StringComparison.Ordinal)));
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
            Infrastructure.Files.SelectMany(static file => Infrastructure.Read(file).Split('\n'))
                .Where(static line => line.Contains("#disable", StringComparison.Ordinal)),
            static line => Assert.Contains("//", line, StringComparison.Ordinal));
}
