using TenantTokens.Configuration.Reading;
using static TenantTokens.Shared.Tests.Configuration.ConfigurationFile;

namespace TenantTokens.Shared.Tests.Configuration;

/// <summary>A mistake is told with its place, its value and what is allowed.</summary>
public sealed class ConfigurationMistakeTests
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
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"minimumMachines":-1}""",
        "$.fleet.minimumMachines",
        "-1",
        "0 to 1000000")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"goldenImages":["a","A"]}""",
        "$.fleet.goldenImages[1]",
        "A",
        "twice")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"unclaimedMachines":"skip"}""",
        "$.fleet.unclaimedMachines",
        "skip",
        "\"probe\", \"list\" or \"ignore\"")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"unclaimedProbes":20001}""",
        "$.fleet.unclaimedProbes",
        "20001",
        "20000")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"retiredActiveGates":[" "]}""",
        "$.fleet.retiredActiveGates[0]",
        " ",
        "ActiveGate id or host name")]
    [InlineData("azure", """{"vaultUri":"http://x.vault.azure.net"}""", "$.azure.vaultUri", "http://x.vault.azure.net", "https")]
    [InlineData(
        "azure",
        """{"vaultUri":"https://x.vault.azure.net/secrets"}""",
        "$.azure.vaultUri",
        "https://x.vault.azure.net/secrets",
        "path")]
    [InlineData("azure", """{"vaultUri":"https://me:hunter22@x.vault.azure.net"}""", "$.azure.vaultUri", null, "the value is not shown")]
    [InlineData(
        "azure",
        """{"vaultUri":"https://x.vault.azure.net","credential":"cli"}""",
        "$.azure.credential",
        "cli",
        "\"default\" or \"simulated\"")]
    [InlineData("azure", "{}", "$.azure.vaultUri", null, "is required")]
    [InlineData("fleet", """{"subscriptions":["x"]}""", "$.fleet.subscriptions[0]", "x", "subscription id")]
    [InlineData("fleet", """{"subscriptions":[]}""", "$.fleet.subscriptions", "[]", "at least one")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111","11111111-1111-1111-1111-111111111111"]}""",
        "$.fleet.subscriptions[1]",
        "11111111-1111-1111-1111-111111111111",
        "twice")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"query":""}""",
        "$.fleet.query",
        "",
        "a Resource Graph query or null")]
    [InlineData("approvals", """{"start":{"required":"yes"}}""", "$.approvals.start.required", "yes", "true or false")]
    [InlineData(
        "approvals",
        """{"finish":{"quorum":3,"approvers":["alice","bob"]}}""",
        "$.approvals.finish.quorum",
        "3",
        "at most the number of approvers, which is 2")]
    [InlineData("approvals", """{"finish":{"quorum":0,"approvers":["alice"]}}""", "$.approvals.finish.quorum", "0", "1 to 100")]
    [InlineData("approvals", """{"finish":{"approvers":["alice","Alice"]}}""", "$.approvals.finish.approvers[1]", "Alice", "twice")]
    [InlineData(
        "approvals",
        """{"finish":{"approvers":["alice","al\u00adice"]}}""",
        "$.approvals.finish.approvers[1]",
        "al\u00adice",
        "visible characters")]
    [InlineData("approvals", """{"finish":{"approvers":["alice b","Alice  B"]}}""", "$.approvals.finish.approvers[1]", "Alice  B", "twice")]
    [InlineData("approvals", """{"finish":{"approvers":["alice"," Alice "]}}""", "$.approvals.finish.approvers[1]", " Alice ", "twice")]
    [InlineData(
        "approvals",
        """{"finish":{"approvers":["\uFF41lice","alice"]}}""",
        "$.approvals.finish.approvers[0]",
        "\uFF41lice",
        "without combining accents or full-width letters")]
    [InlineData(
        "approvals",
        """{"finish":{"approvers":["Andre\u0301","andr\u00e9"]}}""",
        "$.approvals.finish.approvers[0]",
        "Andre\u0301",
        "without combining accents or full-width letters")]
    [InlineData(
        "approvals",
        """{"finish":{"approvers":["al\u200bice","bob"]}}""",
        "$.approvals.finish.approvers[0]",
        "al\u200bice",
        "visible characters")]
    [InlineData(
        "approvals",
        """{"finish":{"approvers":["\u202ealice","bob"]}}""",
        "$.approvals.finish.approvers[0]",
        "\u202ealice",
        "visible characters")]
    [InlineData(
        "approvals",
        """{"finish":{"approvers":["al\nice","bob"]}}""",
        "$.approvals.finish.approvers[0]",
        "al\nice",
        "visible characters")]
    [InlineData(
        "approvals",
        """{"continue":{"approvers":["a\u001bb","bob"]},"finish":{"approvers":["alice"]}}""",
        "$.approvals.continue.approvers[0]",
        "a\u001bb",
        "visible characters")]
    [InlineData(
        "approvals",
        """{"finish":{"quorum":2,"approvers":["alice","a@example.com"]},"addresses":{"alice":"A@example.com"}}""",
        "$.approvals.finish.approvers",
        """["alice","a@example.com"]""",
        "names one mail address 2 times (alice, a@example.com)")]
    [InlineData("approvals", """{"finish":{"approvers":[]}}""", "$.approvals.finish.quorum", null, "which is 0")]
    [InlineData("notifications", "[]", "$.notifications", "[]", "must be an object")]
    [InlineData("notifications", """{"slack":{}}""", "$.notifications.slack", null, "is unknown; allowed are: teams")]
    [InlineData("notifications", """{"teams":"teams-webhook"}""", "$.notifications.teams", "teams-webhook", "must be an object")]
    [InlineData("notifications", """{"teams":{}}""", "$.notifications.teams.webhookSecret", null, "is required")]
    [InlineData(
        "notifications",
        """{"teams":{"webhookSecret":"https://x.logic.azure.com/workflows/1?sig=hunter22"}}""",
        "$.notifications.teams.webhookSecret",
        null,
        "the value is not shown")]
    [InlineData(
        "notifications",
        """{"teams":{"webhookSecret":"a","url":"https://x"}}""",
        "$.notifications.teams.url",
        null,
        "is unknown; allowed are: webhookSecret")]
    [InlineData(
        "notifications",
        """{"teams":{"webhookSecret":"API-token"}}""",
        "$.notifications.teams.webhookSecret",
        "API-token",
        "another setting uses")]
    [InlineData(
        "notifications",
        """{"workflow":{"trigger":"https://logic.test/x?sig=abc","audience":"api://x"}}""",
        "$.notifications.workflow.trigger",
        null,
        "without a signature")]
    [InlineData(
        "notifications",
        """{"workflow":{"trigger":"https://logic.test/x","audience":"https://management.azure.com"}}""",
        "$.notifications.workflow.audience",
        "https://management.azure.com",
        "such as api://")]
    [InlineData("notifications", """{"mail":{"smtp":{"host":"mail"}}}""", "$.notifications.mail.from", null, "is required")]
    [InlineData("notifications", """{"mail":{"from":"a@b.test"}}""", "$.notifications.mail.smtp", null, "and azure are both missing")]
    [InlineData(
        "notifications",
        """{"mail":{"from":"a@b.test","smtp":{"host":"mail"},"azure":{"endpoint":"https://m.communication.azure.com"}}}""",
        "$.notifications.mail.smtp",
        "{\"host\":\"mail\"}",
        "are both present")]
    [InlineData(
        "notifications",
        """{"mail":{"from":"A <a@b.test>","smtp":{"host":"mail"}}}""",
        "$.notifications.mail.from",
        "A <a@b.test>",
        "must be a mail address")]
    [InlineData(
        "notifications",
        """{"mail":{"from":"a@b.test","operators":["a@b.test\r\nBcc: c@d.test"],"smtp":{"host":"mail"}}}""",
        "$.notifications.mail.operators[0]",
        "a@b.test\r\nBcc: c@d.test",
        "must be a mail address")]
    [InlineData(
        "notifications",
        """{"mail":{"from":"a@b.test","smtp":{"host":"mail","userSecret":"u"}}}""",
        "$.notifications.mail.smtp.passwordSecret",
        null,
        "is missing")]
    [InlineData(
        "notifications",
        """{"mail":{"from":"a@b.test","smtp":{"host":"mail","userSecret":"u","passwordSecret":"tenant-token"}}}""",
        "$.notifications.mail.smtp.passwordSecret",
        "tenant-token",
        "another setting uses")]
    [InlineData(
        "notifications",
        """{"mail":{"from":"a@b.test","smtp":{"host":"mail","userSecret":"u","passwordSecret":"p4ss word!"}}}""",
        "$.notifications.mail.smtp.passwordSecret",
        null,
        "the value is not shown")]
    [InlineData(
        "notifications",
        """{"mail":{"from":"a@b.test","azure":{"endpoint":"http://m.communication.azure.com"}}}""",
        "$.notifications.mail.azure.endpoint",
        "http://m.communication.azure.com",
        "https URL")]
    [InlineData("approvals", """{"addresses":{"alice":"alice"}}""", "$.approvals.addresses.alice", "alice", "must be a mail address")]
    [InlineData(
        "approvals",
        """{"addresses":{"alice":"a@b.test","ALICE":"c@d.test"}}""",
        "$.approvals.addresses.ALICE",
        null,
        "appears twice")]
    [InlineData("approvals", """{"reminder":"00:00:00"}""", "$.approvals.reminder", "00:00:00", "from 00:00:00.0100000 to 7.00:00:00")]
    [InlineData("approvals", """{"escalateAfter":"31.00:00:00"}""", "$.approvals.escalateAfter", "31.00:00:00", "to 30.00:00:00")]
    [InlineData("approvals", """{"deadline":"3"}""", "$.approvals.deadline", "3", "to 90.00:00:00")]
    [InlineData(
        "notifications",
        """{"teams":{"webhookSecret":"tenant-token"}}""",
        "$.notifications.teams.webhookSecret",
        "tenant-token",
        "another setting uses")]
    [InlineData("environments", "[]", "$.environments", "[]", "at least one")]
    [InlineData("environments", "7", "$.environments", "7", "an array")]
    [InlineData("environments", "[7]", "$.environments[0]", "7", "must be an object")]
    public void A_mistake_is_named_with_its_path_its_value_and_what_is_allowed(
        string section,
        string json,
        string path,
        string? value,
        string allowed)
    {
        // Built as text: a JsonNode cannot hold a key twice.
        string without = Change(root => root.AsObject().Remove(section));
        string file = $"{{\"{section}\":{json},{without.TrimStart()[1..]}";

        ConfigurationProblem problem = Assert.Single(Problems(file));

        Assert.Equal((path, value), (problem.JsonPath, problem.Value));
        Assert.Contains(allowed, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        IReadOnlyList<ConfigurationProblem> problems = Problems(
            """{"environments":[{"id":""}],"policy":{"soak":"x","guard":"y"},"extra":1}""");

        Assert.Equal(
            [
                "$.azure",
                "$.environments[0].apiTokenSecret",
                "$.environments[0].apiUrl",
                "$.environments[0].id",
                "$.environments[0].tenantTokenSecret",
                "$.extra",
                "$.fleet",
                "$.policy.guard",
                "$.policy.soak",
            ],
            problems.Select(static problem => problem.JsonPath).Order(StringComparer.Ordinal));
    }
}
