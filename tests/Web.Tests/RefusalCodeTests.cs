using System.Text.RegularExpressions;
using TenantTokens.Tooling;

namespace TenantTokens.Web.Tests;

/// <summary>Whatever a request is refused with is in docs/api.md.</summary>
public sealed partial class RefusalCodeTests
{
    [Fact]
    public void Every_code_that_an_answer_can_have_is_in_the_table_of_refusals()
    {
        string api = File.ReadAllText(Path.Combine(Repository.Root, "docs", "api.md"));
        string[] table = [.. api.Split("## Refusals")[1].Split('\n').Where(static line => line.StartsWith('|'))];
        string[] sources = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Shared", "Web"), "*.cs", SearchOption.AllDirectories);
        HashSet<string> codes =
        [
            .. sources.SelectMany(static file => Code().Matches(File.ReadAllText(file))).Select(static match => match.Groups["code"].Value),
        ];

        Assert.Superset(
            new HashSet<string>
            {
                "failed",
                "request",
                "form",
                "vault-unavailable",
                "keys-unavailable",
                "link-revoked",
                "plan-hash",
                "too-many-failures",
                "vote-refused",
                "not-an-approver",
            },
            codes);
        Assert.DoesNotContain(
            codes,
            code => !table.Any(line => line.Contains(
                $"`{(code.StartsWith("link-", StringComparison.Ordinal) ? code["link-".Length..] : code)}`",
                StringComparison.Ordinal)));
    }

    [GeneratedRegex(
        """(?:\bBad\(|\bRefusal\([^"]*|\bnew\(\s*[45][0-9]{2},|\bLink\()\s*"(?<code>[a-z]+(?:-[a-z]+)*)(?=")""")]
    private static partial Regex Code();
}
