namespace TenantTokens.Shared.Tests.Configuration.Reading;

/// <summary>Mistakes in approvals and notifications, named with place, value and what is allowed.</summary>
public sealed class ApprovalMistakeTests
{
    [Theory]
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
    public void A_mistake_is_named_with_its_path_its_value_and_what_is_allowed(
        string section,
        string json,
        string path,
        string? value,
        string allowed)
        => MistakeAssert.IsNamed(section, json, path, value, allowed);
}
