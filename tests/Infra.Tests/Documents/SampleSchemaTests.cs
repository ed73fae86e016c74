using System.Text.Json.Nodes;
using Json.Schema;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests.Documents;

/// <summary>
/// An editor that checks a sample against rotation.schema.json finds nothing. That the program takes it, too, is tested beside the reader.
/// </summary>
public sealed class SampleSchemaTests
{
    private static readonly JsonSchema _schema = JsonSchema.FromText(
        File.ReadAllText(Path.Combine(Repository.Root, "src", "Shared", "Configuration", "rotation.schema.json")));
    private static readonly string _folder = Path.Combine(Repository.Root, "samples");

    public static TheoryData<string> Samples()
        => [.. Directory.GetFiles(_folder, "*.json").Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void It_obeys_the_schema(string sample) => Assert.True(Obeys(Read(sample)));

    [Fact]
    public void One_with_a_negative_cap_does_not()
    {
        JsonNode sample = Read("large.json");
        sample["policy"]!["maxInFlight"] = -1;

        Assert.False(Obeys(sample));
    }

    [Fact]
    public void Each_is_in_their_README()
        => Assert.Equal(
            Samples().Select(static row => row.Data),
            new MarkdownFile("samples/README.md").Links
                .Where(static link => link.EndsWith(".json", StringComparison.Ordinal) && !link.Contains('/', StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));

    private static JsonNode Read(string sample) => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, sample)))!;

    private static bool Obeys(JsonNode sample) => _schema.Evaluate(System.Text.Json.JsonSerializer.SerializeToElement(sample)).IsValid;
}
