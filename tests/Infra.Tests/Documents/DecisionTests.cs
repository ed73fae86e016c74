using System.Text.RegularExpressions;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests.Documents;

/// <summary>Each decision is numbered, dated, has the same sections, and is in the index.</summary>
public sealed partial class DecisionTests
{
    private static readonly string _folder = Path.Combine("docs", "decisions");

    public static TheoryData<string> Decisions()
        => [
            .. Directory.GetFiles(Path.Combine(Repository.Root, _folder))
                .Select(static file => Path.GetFileName(file))
                .Where(static name => name != "README.md")
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Decisions))]
    public void It_is_dated_and_says_why_and_what_was_not_chosen(string name)
    {
        Match number = FileName().Match(name);
        MarkdownFile decision = new(Path.Combine(_folder, name));

        Assert.True(number.Success, name);
        Assert.StartsWith(
            $"# {int.Parse(number.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture)}. ",
            decision.Text,
            StringComparison.Ordinal);
        Assert.Matches(Dated(), decision.Text);
        Assert.Equal(["context", "decision", "consequences", "alternatives-and-why-not"], decision.Headings.Skip(1));
    }

    [Fact]
    public void The_index_lists_each_once_with_its_date_and_the_numbers_have_no_holes()
    {
        MarkdownFile index = new(Path.Combine(_folder, "README.md"));
        string[] files = [.. Decisions().Select(static row => row.Data)];

        Assert.Equal(
            Enumerable.Range(1, files.Length),
            files.Select(static file => int.Parse(file[..4], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(files, index.Links);
        Assert.All(
            files,
            file => Assert.Contains(
                $"({file}) | {Dated().Match(new MarkdownFile(Path.Combine(_folder, file)).Text).Groups["date"].Value} |",
                index.Text,
                StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^(?<number>\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^Date: (?<date>20\d\d-\d\d-\d\d)$", RegexOptions.Multiline)]
    private static partial Regex Dated();
}
