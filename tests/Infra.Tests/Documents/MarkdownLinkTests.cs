namespace TenantTokens.Infra.Tests.Documents;

/// <summary>A link in a document leads somewhere.</summary>
public sealed class MarkdownLinkTests
{
    [Fact]
    public void Every_link_of_every_document_leads_to_a_file_and_to_a_heading_in_it()
    {
        MarkdownFile[] files = [.. MarkdownFile.All()];

        Assert.Contains(files, static file => file.Name == "README.md");
        Assert.Empty(files.SelectMany(static file => file.Links.Where(link => !file.Leads(link)).Select(link => $"{file.Name}: {link}")));
    }

    [Theory]
    [InlineData("docs/deploy.md", "api.md", true)]
    [InlineData("docs/deploy.md", "api.md#who-is-asking", true)]
    [InlineData("docs/deploy.md", "api.md#who-asks-nobody", false)]
    [InlineData("docs/deploy.md", "nothing.md", false)]
    [InlineData("docs/deploy.md", "#permissions", true)]
    [InlineData("docs/deploy.md", "#nothing", false)]
    [InlineData("README.md", "docs/deploy.md", true)]
    [InlineData("README.md", "deploy.md", false)]
    public void A_link_to_nowhere_is_found(string file, string target, bool leads)
        => Assert.Equal(leads, new MarkdownFile(file).Leads(target));

    [Fact]
    public void A_link_in_code_is_none()
        => Assert.Equal(["b.md"], new MarkdownFile("docs/x.md", "`[a](a.md)` [b](b.md)\n\n```\n[c](c.md)\n```\n").Links);
}
