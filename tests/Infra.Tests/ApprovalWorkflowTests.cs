using System.Text.Json.Nodes;
using TenantTokens.Infra.Tests.Tools;

namespace TenantTokens.Infra.Tests;

/// <summary>What the approval Logic App sends and takes.</summary>
public sealed class ApprovalWorkflowTests
{
    [Theory]
    [InlineData("teams", "choice,comment,gate,planHash,responder")]
    [InlineData("outlook", "choice,gate,planHash,responder")]
    public void An_answer_is_told_with_who_gave_it_as_the_identity_of_the_workflow(string channel, string fields)
    {
        JsonNode tell = Single(channel, "Http")["inputs"]!;

        Assert.Equal("POST", tell["method"]!.GetValue<string>());
        Assert.Equal(
            "@{parameters('address')}/api/rotations/@{encodeURIComponent(triggerBody()['rotationId'])}/decisions",
            tell["uri"]!.GetValue<string>());
        Assert.Equal("ManagedServiceIdentity", tell["authentication"]!["type"]!.GetValue<string>());
        Assert.Equal("@parameters('audience')", tell["authentication"]!["audience"]!.GetValue<string>());
        Assert.Equal(fields, string.Join(',', tell["body"]!.AsObject().Select(static field => field.Key).Order(StringComparer.Ordinal)));
        Assert.Equal(["name", "id"], tell["body"]!["responder"]!.AsObject().Select(static field => field.Key));
    }

    [Theory]
    [InlineData("teams", "responder")]
    [InlineData("outlook", "UserEmailAddress")]
    public void Who_answered_comes_from_the_channel_and_not_from_whom_was_asked(string channel, string source)
    {
        string name = Single(channel, "Http")["inputs"]!["body"]!["responder"]!["name"]!.GetValue<string>();

        Assert.Contains(source, name, StringComparison.Ordinal);
        Assert.DoesNotContain("Ask_every_approver", name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("teams")]
    [InlineData("outlook")]
    public void Every_approver_is_asked_for_themselves(string channel)
        => Assert.Contains(
            "@items('Ask_every_approver')",
            Single(channel, "ApiConnectionWebhook").ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal),
            StringComparison.Ordinal);

    [Fact]
    public void The_mail_has_no_link_that_decides_by_being_opened()
    {
        JsonNode message = Single("outlook", "ApiConnectionWebhook")["inputs"]!["body"]!["Message"]!;

        Assert.True(message["HideHTMLMessage"]!.GetValue<bool>());
        Assert.True(message["ShowHTMLConfirmationDialog"]!.GetValue<bool>());
    }

    [Fact]
    public void Words_of_hosts_and_people_are_text_on_the_card()
    {
        string card = Step("teams", "Card").ToJsonString();

        // a TextBlock reads Markdown, links among it; a TextRun does not
        Assert.DoesNotContain("TextBlock\"", card.Replace("RichTextBlock\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("TextRun", card, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_four_app_roles_and_an_approver_is_a_person()
    {
        JsonArray roles = JsonNode.Parse(Infrastructure.Read("app-roles.json"))!.AsArray();

        Assert.Equal(
            ["Approver", "Emergency", "Operator", "Reader"],
            roles.Select(static role => role!["value"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Equal(4, roles.Select(static role => Guid.Parse(role!["id"]!.GetValue<string>())).Distinct().Count());
        JsonNode approver = roles.Single(static role => role!["value"]!.GetValue<string>() is "Approver")!;
        Assert.Equal(["User"], approver["allowedMemberTypes"]!.AsArray().Select(static type => type!.GetValue<string>()));
    }

    private static JsonNode Single(string channel, string type)
        => Assert.Single(Parse(channel), step => step.Value!["type"]!.GetValue<string>() == type).Value!;

    private static JsonNode Step(string channel, string name) => Parse(channel)[name]!;

    private static JsonObject Parse(string channel) => JsonNode.Parse(Infrastructure.Read($"workflow/{channel}.json"))!.AsObject();
}
