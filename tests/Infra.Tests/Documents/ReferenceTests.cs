using System.Text.RegularExpressions;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests.Documents;

/// <summary>docs/invariants.md names tests and files that exist, and leaves out none of the invariants and unknowns.</summary>
public sealed partial class ReferenceTests
{
    private static readonly string[] _roots = ["src", "tests"];

    private static readonly HashSet<string> _files =
    [
        .. _roots.SelectMany(static root => Repository.Files(root))
            .Select(static file => Path.GetFileName(file)),
    ];

    private static MarkdownFile Invariants { get; } = new("docs/invariants.md");

    [Fact]
    public void Every_test_class_and_file_that_it_names_exists()
    {
        string[] named = [.. Names(Invariants.Text)];

        Assert.True(named.Length > 60, $"Only {named.Length} names were found.");
        Assert.Empty(named.Except(_files));
    }

    [Fact]
    public void A_class_or_file_that_does_not_exist_is_found()
        => Assert.Equal(["NoSuchTests.cs", "NoSuchRule.cs"], Names("`NoSuchTests`, `NoSuchRule.cs`, `ReferenceTests`").Except(_files));

    [Theory]
    [InlineData('I', 12)]
    [InlineData('U', 16)]
    public void Each_has_a_section_of_its_own(char kind, int count)
        => Assert.Equal(
            Enumerable.Range(1, count).Select(number => $"{kind}{number}"),
            Section().Matches(Invariants.Text).Select(static match => match.Groups["id"].Value).Where(id => id[0] == kind));

    [Fact]
    public void Each_invariant_names_a_test_and_each_unknown_a_file()
        => Assert.All(
            Invariants.Text.Split("\n#").Skip(1).Where(static section => Section().IsMatch("#" + section)),
            static section => Assert.NotEmpty(Names(section)));

    private static IEnumerable<string> Names(string text)
        => Name()
            .Matches(text)
            .Select(static match => match.Groups["name"].Value)
            .Select(static name => name.Contains('.', StringComparison.Ordinal) ? name : name + ".cs")
            .Distinct();

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z]+Tests|[A-Za-z.]+\.(?:cs|sh|ps1))`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^#{2,3} (?<id>[IU]\d+):", RegexOptions.Multiline)]
    private static partial Regex Section();
}
