using System.Text.RegularExpressions;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests.Documents;

/// <summary>Where code cites a document, the document and the heading are there.</summary>
public sealed partial class CommentReferenceTests
{
    private static readonly string[] _roots = ["src", "tests", "infra", "eng", ".ci"];
    private static readonly string[] _kinds = [".cs", ".sh", ".ps1", ".bicep", ".kql", ".props", ".targets", ".csproj", ""];
    private static readonly MarkdownFile _root = new("README.md");

    // These tests name documents that do not exist.
    private static readonly string _ownFolder = Path.Combine(Repository.Root, "tests", "Infra.Tests", "Documents");

    [Fact]
    public void Every_document_that_code_cites_is_there()
    {
        string[] files =
        [
            .. _roots.SelectMany(static root => Repository.Files(root))
                .Where(static file => _kinds.Contains(Path.GetExtension(file))
                    && !file.StartsWith(_ownFolder, StringComparison.Ordinal)),
        ];

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(static file => Cited(File.ReadAllText(file))
            .Where(static target => !_root.Leads(target))
            .Select(target => $"{Path.GetRelativePath(Repository.Root, file)}: {target}")));
    }

    [Theory]
    [InlineData("// why: docs/invariants.md#i8.", true)]
    [InlineData("/// docs/facts/azure.md §1.3, §2)", true)]
    [InlineData("// docs/invariants.md#i99", false)]
    [InlineData("// docs/nothing.md", false)]
    public void A_citation_that_leads_nowhere_is_found(string comment, bool leads)
        => Assert.Equal(
            leads,
            Assert.Single(Cited(comment), static target => target.StartsWith("docs/", StringComparison.Ordinal)) is { } cited
                && _root.Leads(cited));

    private static IEnumerable<string> Cited(string text) => Citation().Matches(text).Select(static match => match.Value);

    [GeneratedRegex(@"(?<![\w/.])docs/[a-z0-9-]+(?:/[a-z0-9-]+)*\.md(?:#[a-z0-9_-]+)?")]
    private static partial Regex Citation();
}
