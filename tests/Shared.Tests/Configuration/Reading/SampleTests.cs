using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;
using TenantTokens.Shared.Tests.Architecture;

namespace TenantTokens.Shared.Tests.Configuration.Reading;

/// <summary>Each file in samples/ is a configuration that the program takes.</summary>
public sealed class SampleTests
{
    private static readonly string _folder = Path.Combine(Path.GetDirectoryName(SourceTree.Docs)!, "samples");

    public static TheoryData<string> Samples()
        => [.. Directory.GetFiles(_folder, "*.json").Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_is_one_for_a_small_a_large_and_a_regulated_fleet()
        => Assert.Equal(["large.json", "regulated.json", "small.json"], Samples().Select(static row => row.Data));

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_program_takes_it(string sample) => Assert.True(Read(sample).IsValid, string.Join('\n', Read(sample).Problems));

    [Theory]
    [MemberData(nameof(Samples))]
    public void It_names_the_schema_that_is_there(string sample)
        => Assert.True(
            File.Exists(Path.Combine(
                _folder,
                System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, sample)))!["$schema"]!.GetValue<string>())),
            sample);

    [Theory]
    [MemberData(nameof(Samples))]
    public void It_is_not_taken_with_a_word_that_the_program_does_not_know(string sample)
        => Assert.False(RotationConfiguration.Parse(
            System.Text.Encoding.UTF8.GetBytes(
                File.ReadAllText(Path.Combine(_folder, sample)).Replace("\"fleet\"", "\"fleets\"", StringComparison.Ordinal)),
            _folder).IsValid);

    [Fact]
    public void The_small_one_leaves_every_option_of_the_policy_at_its_default()
        => Assert.Equivalent(new PolicyOptions(), Read("small.json").Options!.Policy);

    private static RotationConfigurationResult Read(string sample)
        => RotationConfiguration.Parse(File.ReadAllBytes(Path.Combine(_folder, sample)), _folder);
}
