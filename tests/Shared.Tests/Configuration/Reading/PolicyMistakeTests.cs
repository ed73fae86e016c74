namespace TenantTokens.Shared.Tests.Configuration.Reading;

/// <summary>Mistakes in the policy, named with place, value and what is allowed.</summary>
public sealed class PolicyMistakeTests
{
    [Theory]
    [InlineData("policy", """{"soak":"5"}""", "$.policy.soak", "5", "00:00:00 to 7.00:00:00")]
    [InlineData("policy", """{"soak":"8.00:00:00"}""", "$.policy.soak", "8.00:00:00", "00:00:00 to 7.00:00:00")]
    [InlineData("policy", """{"guard":60}""", "$.policy.guard", "60", "a duration")]
    [InlineData("policy", """{"maxInFlight":0}""", "$.policy.maxInFlight", "0", "1 to 10000")]
    [InlineData("policy", """{"maxInFlight":1.5}""", "$.policy.maxInFlight", "1.5", "a whole number")]
    [InlineData("policy", """{"maxAttempts":"3"}""", "$.policy.maxAttempts", "3", "a whole number")]
    [InlineData(
        "policy",
        """{"maxInFlight":5}""",
        "$.policy.maxInFlightPerLane",
        null,
        "is 20 and must be at most maxInFlight, which is 5")]
    [InlineData(
        "policy",
        """{"commandTimeout":"00:20:00"}""",
        "$.policy.commandWindow",
        null,
        "is 00:15:00 and must be at least commandTimeout, which is 00:20:00")]
    [InlineData("policy", """{"oneAgents":{"canary":0}}""", "$.policy.oneAgents.canary", "0", "1 to 1000")]
    [InlineData("policy", """{"oneAgents":{"canaryTag":"ring0"}}""", "$.policy.oneAgents.canaryTag", "ring0", "name=value")]
    [InlineData(
        "policy",
        """{"oneAgents":{"percentages":[50,20,100]}}""",
        "$.policy.oneAgents.percentages",
        "[50,20,100]",
        "rising whole numbers from 1 to 100")]
    [InlineData("policy", """{"oneAgents":{"percentages":[10,50]}}""", "$.policy.oneAgents.percentages", "[10,50]", "ends with 100")]
    [InlineData("policy", """{"oneAgents":{"percentages":[]}}""", "$.policy.oneAgents.percentages", "[]", "ends with 100")]
    [InlineData("policy", """{"oneAgents":{"percentages":[100,200]}}""", "$.policy.oneAgents.percentages", "[100,200]", "ends with 100")]
    [InlineData("policy", """{"oneAgents":{"percentages":100}}""", "$.policy.oneAgents.percentages", "100", "an array")]
    [InlineData(
        "policy",
        """{"oneAgents":{"maxInFlight":101}}""",
        "$.policy.oneAgents",
        """{"maxInFlight":101}""",
        "at most policy.maxInFlight, which is 100")]
    [InlineData("policy", """{"failureBudget":{"wave":"101%"}}""", "$.policy.failureBudget.wave", "101%", "0% to 100%")]
    [InlineData("policy", """{"failureBudget":{"run":"-1"}}""", "$.policy.failureBudget.run", "-1", "a whole number from 0")]
    [InlineData(
        "policy",
        """{"stragglers":{"firstRound":"07:00:00"}}""",
        "$.policy.stragglers.longestPause",
        null,
        "is 06:00:00 and must be at least firstRound, which is 07:00:00")]
    [InlineData(
        "policy",
        """{"emergency":{"finishWithoutApproval":"yes"}}""",
        "$.policy.emergency.finishWithoutApproval",
        "yes",
        "true or false")]
    [InlineData("policy", """{"proofMaxAge":"31.00:00:00"}""", "$.policy.proofMaxAge", "31.00:00:00", "00:00:00 to 30.00:00:00")]
    [InlineData("policy", """{"watch":{"interval":"00:00:00"}}""", "$.policy.watch.interval", "00:00:00", "00:00:00.0100000 to 01:00:00")]
    [InlineData(
        "policy",
        """{"watch":{"connectionInfoInterval":"02:00:00"}}""",
        "$.policy.watch.connectionInfoInterval",
        "02:00:00",
        "to 01:00:00")]
    [InlineData("policy", """{"watch":{"window":"5"}}""", "$.policy.watch.window", "5", "a duration")]
    [InlineData("policy", """{"watch":{"rejectedTolerance":-1}}""", "$.policy.watch.rejectedTolerance", "-1", "0 to 1000000")]
    [InlineData("policy", """{"watch":{"onlineTolerancePercent":51}}""", "$.policy.watch.onlineTolerancePercent", "51", "0 to 50")]
    [InlineData("policy", """{"watch":{"grace":"01:00:01"}}""", "$.policy.watch.grace", "01:00:01", "00:00:00 to 01:00:00")]
    [InlineData(
        "policy",
        """{"watch":{"afterFinish":"2.00:00:00"}}""",
        "$.policy.watch.afterFinish",
        "2.00:00:00",
        "00:00:00 to 1.00:00:00")]
    [InlineData("policy", """{"watch":{"tolerance":1}}""", "$.policy.watch.tolerance", null, "is unknown; allowed are: interval")]
    [InlineData(
        "policy",
        """{"sock":"00:05:00"}""",
        "$.policy.sock",
        null,
        "is unknown; allowed are: commandTimeout, commandWindow, guard")]
    [InlineData("policy", """{"soak":"00:05:00","soak":"00:06:00"}""", "$.policy.soak", null, "twice")]
    [InlineData("policy", "[]", "$.policy", "[]", "must be an object")]
    [InlineData("policy", """{"kubernetes":{"held":"yes"}}""", "$.policy.kubernetes.held", "yes", "true or false")]
    public void A_mistake_is_named_with_its_path_its_value_and_what_is_allowed(
        string section,
        string json,
        string path,
        string? value,
        string allowed)
        => MistakeAssert.IsNamed(section, json, path, value, allowed);
}
