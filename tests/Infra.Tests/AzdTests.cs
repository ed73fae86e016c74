using TenantTokens.Infra.Tests.Tools;
using TenantTokens.Tooling;
using YamlDotNet.RepresentationModel;

namespace TenantTokens.Infra.Tests;

/// <summary>The rules of https://github.com/Azure/azure-dev/blob/main/schemas/v1.0/azure.yaml.json that we rely on.</summary>
public sealed class AzdTests
{
    [Fact]
    public void Azure_yaml_deploys_the_app_onto_the_infrastructure()
        => Assert.Empty(AzureYaml.Check(File.ReadAllText(Path.Combine(Repository.Root, "azure.yaml"))));

    [Theory]
    [InlineData("name: Tenant_Token", "name")]
    [InlineData("name: x\ninfra: { provider: terraform, path: infra, module: main }", "infra.provider")]
    [InlineData("name: x\ninfra: { provider: bicep, path: infra, module: missing }", "infra.module")]
    [InlineData("name: x\nservices: { api: { project: ./src/Functions, language: dotnet, host: function } }", "services")]
    [InlineData("name: x\nservices: { functions: { project: ./src/Functions, language: csharp, host: function } }", "language")]
    [InlineData("name: x\nservices: { functions: { project: ./src/Functions, language: dotnet, host: appservice } }", "host")]
    [InlineData("name: x\nhooks: { postdeploy: { run: x } }", "hooks")]
    [InlineData("name: x", "requiredVersions.azd")]
    [InlineData("name: x\nrequiredVersions: { azd: '>= 1.10.0' }", "requiredVersions.azd")]
    [InlineData("name: x\nrequiredVersions: { azd: latest }", "requiredVersions.azd")]
    public void A_wrong_one_does_not_pass(string yaml, string named)
        => Assert.Contains(AzureYaml.Check(yaml), problem => problem.StartsWith(named, StringComparison.Ordinal));

    [Fact]
    public async Task The_site_carries_the_tag_that_azd_looks_for()
        => Assert.Contains(
            (await Infrastructure.MainAsync()).WithNested().SelectMany(static template => template.Resources),
            static resource => resource.Type is "Microsoft.Web/sites"
                && resource["tags"] is "[union(parameters('tags'), createObject('azd-service-name', 'functions'))]");

    private static class AzureYaml
    {
        public static IEnumerable<string> Check(string text)
        {
            YamlMappingNode root = Parse(text);
            if (Text(root, "name") is not { } name
                || name.Length < 2
                || name.Any(static letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter is not '-'))
            {
                yield return "name must be small letters, digits and dashes.";
            }

            if (Text(root, "infra", "provider") is not "bicep")
            {
                yield return "infra.provider must be bicep.";
            }

            string module = Path.Combine(Repository.Root, Text(root, "infra", "path") ?? "", $"{Text(root, "infra", "module")}.bicep");
            if (!File.Exists(module) || !File.Exists(Path.ChangeExtension(module, ".bicepparam")))
            {
                yield return "infra.module must name a .bicep with its .bicepparam.";
            }

            if (Find(root, "services") is not YamlMappingNode { Children.Count: 1 } services || Find(services, "functions") is null)
            {
                yield return "services must have functions, the azd-service-name of the site, and nothing else.";
            }

            foreach ((string key, string value) in new[] { ("project", "./src/Functions"), ("language", "dotnet"), ("host", "function") })
            {
                if (Text(root, "services", "functions", key) != value)
                {
                    yield return $"{key} of the service must be {value}.";
                }
            }

            if (Find(root, "hooks") is not null)
            {
                yield return "hooks must not be there: azd provision and azd deploy do everything.";
            }

            // https://github.com/Azure/azure-dev/blob/main/cli/azd/CHANGELOG.md: the first one whose environment reaches dotnet publish
            if (Text(root, "requiredVersions", "azd") is not ['>', '=', ' ', .. string least]
                || !Version.TryParse(least, out Version? version)
                || version < new Version(1, 23, 7))
            {
                yield return "requiredVersions.azd must be >= 1.23.7 or later: an older one builds without DURABLE_BACKEND.";
            }
        }

        private static YamlMappingNode Parse(string text)
        {
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            return (YamlMappingNode)stream.Documents[0].RootNode;
        }

        private static YamlNode? Find(YamlMappingNode node, string key)
            => node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

        private static string? Text(YamlMappingNode root, params string[] path)
        {
            YamlNode? node = root;
            foreach (string step in path)
            {
                node = node is YamlMappingNode mapping ? Find(mapping, step) : null;
            }

            return (node as YamlScalarNode)?.Value;
        }
    }
}
