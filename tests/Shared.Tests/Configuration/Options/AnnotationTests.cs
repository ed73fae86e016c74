using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;
using static TenantTokens.Shared.Tests.Configuration.ConfigurationFile;

namespace TenantTokens.Shared.Tests.Configuration.Options;

/// <summary>
/// The annotations of the options are the framework's, so they hold for options that are made in code too; and each mistake is named once.
/// </summary>
public sealed class AnnotationTests
{
    public static TheoryData<object, string> Wrong => new()
    {
        { new PolicyOptions { Soak = TimeSpan.FromDays(8) }, nameof(PolicyOptions.Soak) },
        { new PolicyOptions { MaxAttempts = 0 }, nameof(PolicyOptions.MaxAttempts) },
        { new PolicyOptions { CommandTimeout = TimeSpan.FromMinutes(20) }, nameof(PolicyOptions.CommandWindow) },
        { new PolicyOptions { MaxInFlight = 10 }, nameof(PolicyOptions.MaxInFlightPerLane) },
        { new PolicyOptions { OneAgents = new() { MaxInFlight = 101 } }, nameof(PolicyOptions.OneAgents) },
        { new ComponentPolicyOptions { Percentages = [50, 20, 100] }, nameof(ComponentPolicyOptions.Percentages) },
        { new ScheduleOptions { Cron = "0 0 30 2 *" }, nameof(ScheduleOptions.Cron) },
        { new ScheduleWindowOptions { From = TimeSpan.FromHours(24) }, nameof(ScheduleWindowOptions.From) },
        { new ScheduleBlackoutOptions { From = new(2026, 3, 2), To = new(2026, 3, 1), Reason = "x" }, nameof(ScheduleBlackoutOptions.To) },
        { new MailOptions { From = "A <a@b.test>", Azure = new() { Endpoint = new("https://m.test") } }, nameof(MailOptions.From) },
        { new AzureOptions { VaultUri = new("http://x.vault.azure.net") }, nameof(AzureOptions.VaultUri) },
        { new FleetOptions { Subscriptions = ["x"] }, nameof(FleetOptions.Subscriptions) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_mistake_in_options_that_are_made_in_code_is_found_by_the_framework(object options, string member)
    {
        List<ValidationResult> mistakes = [];

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), mistakes, validateAllProperties: true));
        Assert.Equal(member, Assert.Single(Assert.Single(mistakes).MemberNames));
    }

    [Theory]
    [InlineData("""{"commandTimeout":"00:20:00","commandWindow":"x"}""", "$.policy.commandWindow")]
    [InlineData("""{"commandTimeout":"x","commandWindow":"00:05:00"}""", "$.policy.commandTimeout")]
    [InlineData("""{"maxInFlight":5,"maxInFlightPerLane":0}""", "$.policy.maxInFlightPerLane")]
    public void A_setting_that_is_wrong_by_itself_is_not_compared_with_another(string policy, string path)
    {
        ConfigurationProblem problem = Assert.Single(
            Problems(Change(root => root["policy"] = System.Text.Json.Nodes.JsonNode.Parse(policy))));

        Assert.Equal(path, problem.JsonPath);
    }
}
