using System.Globalization;
using System.Text.RegularExpressions;
using TenantTokens.Infra.Tests.Tools;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests;

/// <summary>docs/deploy.md names only what there is.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public async Task Every_value_that_is_read_from_azd_is_an_output()
    {
        string[] outputs = [.. (await Infrastructure.MainAsync()).Document["outputs"]!.AsObject().Select(static output => output.Key)];
        string[] read = [.. GetValue().Matches(DeployDocument.Text).Select(static match => match.Groups[1].Value).Distinct()];

        Assert.NotEmpty(read);
        Assert.Empty(read.Except(outputs));
    }

    [Fact]
    public void Every_value_that_is_set_in_azd_is_read_by_the_parameters()
    {
        string parameters = Infrastructure.Read("main.bicepparam");
        string[] set = [.. SetValue().Matches(DeployDocument.Text).Select(static match => match.Groups[1].Value).Distinct()];

        Assert.Equal(["ALERT_EMAILS", "NAME_PREFIX", "SIGN_IN_CLIENT_ID", "TARGET_SUBSCRIPTIONS"], set.Order(StringComparer.Ordinal));
        Assert.All(set, name => Assert.Contains($"readEnvironmentVariable('{name}'", parameters, StringComparison.Ordinal));
    }

    [Fact]
    public void The_sum_of_the_costs_is_their_sum()
        => Assert.Equal(Stated(DeployDocument.Table("## Cost")), Summed(DeployDocument.Table("## Cost")));

    [Fact]
    public void A_wrong_sum_is_found()
    {
        IReadOnlyList<string[]> rows = DeployDocument.Table("## Cost\n\n| What | Arithmetic | a month |\n|---|---|---|\n| a | 1 | $1.00 |\n| b | 2 | $2.00 |\n| **sum** | | **$4.00** |", "## Cost");

        Assert.NotEqual(Stated(rows), Summed(rows));
    }

    [Fact]
    public void Every_link_leads_to_a_file()
        => Assert.All(
            Link().Matches(DeployDocument.Text).Select(static match => match.Groups[1].Value).Where(static target => !target.StartsWith('#')),
            static target => Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", target)), target));

    private static decimal Stated(IReadOnlyList<string[]> rows) => Dollars(rows.Single(static row => row[0] is "**sum**"));

    private static decimal Summed(IReadOnlyList<string[]> rows) => rows.TakeWhile(static row => row[0] is not "**sum**").Sum(Dollars);

    private static decimal Dollars(string[] row) => decimal.Parse(row[^1].Trim('*').TrimStart('$'), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"azd env get-value (\w+)")]
    private static partial Regex GetValue();

    [GeneratedRegex(@"azd env set (\w+)")]
    private static partial Regex SetValue();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
