using TenantTokens.Tooling;
using YamlDotNet.RepresentationModel;

namespace TenantTokens.Infra.Tests.Documents;

/// <summary>The files of .github are what GitHub reads, and CI runs the same command as everybody.</summary>
public sealed class GitHubTests
{
    public static TheoryData<string> Forms()
        => [
            .. Directory.GetFiles(Path.Combine(Repository.Root, ".github", "ISSUE_TEMPLATE"), "*.yml")
                .Select(static file => Path.GetFileName(file))
                .Where(static name => name != "config.yml")
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void The_workflow_calls_the_script_that_everybody_runs()
    {
        YamlMappingNode job = (YamlMappingNode)((YamlMappingNode)Read("workflows", "ci.yml")["jobs"]).Children.Single().Value;

        Assert.StartsWith("ubuntu", job["runs-on"].ToString(), StringComparison.Ordinal);
        Assert.Single(
            (YamlSequenceNode)job["steps"],
            static step => ((YamlMappingNode)step).Children.TryGetValue("run", out YamlNode? run)
                && run.ToString().EndsWith(".ci/run", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(Repository.Root, ".ci", "run")));
    }

    [Fact]
    public void The_workflow_may_only_read() => Assert.Equal("read", Read("workflows", "ci.yml")["permissions"]["contents"].ToString());

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_issue_form_has_a_name_a_description_and_fields_with_ids_of_their_own(string form)
    {
        YamlMappingNode root = Read("ISSUE_TEMPLATE", form);
        YamlMappingNode[] fields =
        [
            .. ((YamlSequenceNode)root["body"]).Cast<YamlMappingNode>().Where(static field => field["type"].ToString() != "markdown"),
        ];

        Assert.NotEmpty(root["name"].ToString());
        Assert.NotEmpty(root["description"].ToString());
        Assert.NotEmpty(fields);
        Assert.All(
            fields,
            static field => Assert.Contains(field["type"].ToString(), (string[])["input", "textarea", "dropdown", "checkboxes"]));
        Assert.All(fields, static field => Assert.NotEmpty(field["attributes"]["label"].ToString()));
        Assert.Equal(fields.Length, fields.Select(static field => field["id"].ToString()).Distinct().Count());
    }

    private static YamlMappingNode Read(params string[] path)
    {
        using StreamReader reader = File.OpenText(Path.Combine([Repository.Root, ".github", .. path]));
        YamlStream stream = [];
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
