using System.Data;
using System.Globalization;
using System.Text.Json.Nodes;
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

        Assert.Equal(
            ["ALERT_EMAILS", "DURABLE_BACKEND", "NAME_PREFIX", "SIGN_IN_CLIENT_ID", "TARGET_SUBSCRIPTIONS"],
            set.Order(StringComparer.Ordinal));
        Assert.All(set, name => Assert.Contains($"readEnvironmentVariable('{name}'", parameters, StringComparison.Ordinal));
    }

    [Fact]
    public void What_costs_is_worked_out_right()
        => Assert.All(DeployDocument.Table("## Cost"), static row => Assert.Equal((row[0], Value(row[1])), (row[0], Stated(row[2]))));

    [Theory]
    [InlineData("2 GB × 2,592,000 s", 5_184_000)]
    [InlineData("(96 + 24 + 1 a day) × 30", 3_630)]
    [InlineData("10 × (2 × 1,000 + 250 activities)", 22_500)]
    [InlineData("3 MB × 30 + 500 MB", 590)]
    [InlineData("7", 7)]
    public void Arithmetic_is_read_as_it_stands(string arithmetic, int value) => Assert.Equal(value, Value(arithmetic));

    [Fact]
    public void A_wrong_amount_is_found()
    {
        IReadOnlyList<string[]> rows = DeployDocument.Table(
            "## Cost\n\n| What | Arithmetic | a month | Meter |\n|---|---|---|---|\n| a | 2 × 3 | 7 rows | m |",
            "## Cost");

        Assert.NotEqual(Value(rows[0][1]), Stated(rows[0][2]));
    }

    [Fact]
    public void The_numbers_behind_the_cost_are_those_that_are_deployed()
    {
        JsonNode durable = Host()["extensions"]!["durableTask"]!["storageProvider"]!;

        Assert.Equal("00:01:00", Host()["extensions"]!["queues"]!["maxPollingInterval"]!.GetValue<string>());
        Assert.Equal(("4", "00:00:10"), (durable["partitionCount"]!.ToString(), durable["maxQueuePollingInterval"]!.ToString()));
        Assert.Contains("param alwaysReadyInstances int = 1", Infrastructure.Read("main.bicep"), StringComparison.Ordinal);
        Assert.Contains("param instanceMemoryMB int = 2048", Infrastructure.Read("main.bicep"), StringComparison.Ordinal);
        Assert.Contains("param rotationSchedule string = '0 */15 * * * *'", Infrastructure.Read("main.bicep"), StringComparison.Ordinal);
    }

    private static JsonNode Host() => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")))!;

    /// <summary>What an amount says: its number, without its unit.</summary>
    private static decimal Stated(string amount)
        => decimal.Parse(amount.Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    /// <summary>The value of additions, multiplications and brackets; words are units.</summary>
    private static decimal Value(string arithmetic)
    {
        using DataTable calculator = new() { Locale = CultureInfo.InvariantCulture };
        return Convert.ToDecimal(
            calculator.Compute(Words().Replace(arithmetic.Replace(",", "", StringComparison.Ordinal), "").Replace('×', '*'), null),
            CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("[A-Za-z-]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"azd env get-value (\w+)")]
    private static partial Regex GetValue();

    [GeneratedRegex(@"azd env set (\w+)")]
    private static partial Regex SetValue();
}
