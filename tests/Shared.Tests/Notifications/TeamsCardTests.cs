using System.Text.Json.Nodes;
using TenantTokens.Notifications;

namespace TenantTokens.Shared.Tests.Notifications;

public sealed class TeamsCardTests
{
    private const int LongestMessage = 28 * 1024;

    [Fact]
    public async Task The_card_has_heading_paragraphs_targets_and_facts()
    {
        (JsonNode card, _) = await TeamsDriver.CardAsync(TeamsDriver.Any);

        Assert.Equal(("AdaptiveCard", "1.5"), ((string?)card["type"], (string?)card["version"]));
        Assert.Equal(
            ["TextBlock", "RichTextBlock", "RichTextBlock", "RichTextBlock", "FactSet"],
            card["body"]!.AsArray().Select(static element => (string?)element!["type"]));
        Assert.Equal("Token rotation of sim00001 started", (string?)card["body"]![0]!["text"]);
        Assert.Equal(["Hold OneAgent deployments.", "Both tokens are valid.", "oneagent/web-03: Unreachable: off"], Words(card));
        Assert.Equal("rot-1", (string?)card["body"]![4]!["facts"]![1]!["value"]);
    }

    [Fact]
    public async Task Nothing_can_be_decided_in_the_card()
    {
        (JsonNode card, _) = await TeamsDriver.CardAsync(TeamsDriver.Any with { Kind = NotificationKind.ApprovalNeeded });

        Assert.Null(card["actions"]);
        Assert.DoesNotContain("Action.", card.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('x', "one byte each")]
    [InlineData('"', "escaped")]
    [InlineData('\u00e4', "two bytes each")]
    [InlineData('\u6f22', "three bytes each")]
    [InlineData('\uD83D', "half a pair each")]
    [InlineData('\0', "control characters")]
    public async Task However_much_there_is_to_say_the_card_stays_below_28_KB(char character, string what)
    {
        string much = new(character, 20_000);

        (JsonNode card, int size) = await TeamsDriver.CardAsync(TeamsDriver.Any with
        {
            Title = much,
            Text = $"Hold OneAgent deployments. {much}",
            Facts = [.. Enumerable.Range(0, 20).Select(_ => new NotificationFact(much, much))],
            Items = [.. Enumerable.Range(0, 40).Select(number => $"oneagent/{number}: {much}")],
        });

        Assert.True(size < LongestMessage, $"{what}: {size}");
        Assert.StartsWith("Hold OneAgent deployments.", Words(card)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_rest_is_cut_and_the_card_says_how_many_more()
    {
        (JsonNode card, _) = await TeamsDriver.CardAsync(TeamsDriver.Any with
        {
            Items = [.. Enumerable.Range(1, 1234).Select(static number => $"oneagent/vm-{number}: Failed: exit 40")],
        });

        Assert.Contains("oneagent/vm-30: Failed: exit 40", Words(card));
        Assert.DoesNotContain("oneagent/vm-31: Failed: exit 40", Words(card));
        Assert.Equal("and 1,204 more", Words(card)[^1]);
    }

    [Fact]
    public async Task A_short_rest_is_not_cut()
        => Assert.DoesNotContain(
            Words((await TeamsDriver.CardAsync(TeamsDriver.Any)).Card),
            static words => words.StartsWith("and ", StringComparison.Ordinal));

    [Fact]
    public async Task What_a_host_or_a_reason_says_makes_no_link()
    {
        const string Link = "[approve here](https://evil.test)";

        (JsonNode card, _) = await TeamsDriver.CardAsync(
            TeamsDriver.Any with { Title = Link, Text = Link, Facts = [new("Reason", $"<a href='x'>{Link}")], Items = [Link] });

        foreach (JsonNode? element in card["body"]!.AsArray().Where(static element => (string?)element!["type"] is not "RichTextBlock"))
        {
            Assert.DoesNotContain('[', element!.ToJsonString().Replace("\"facts\":[", "", StringComparison.Ordinal));
        }

        Assert.Equal("(a href='x')(approve here)(https(:)//evil(.)test)", (string?)card["body"]![3]!["facts"]![0]!["value"]);
        Assert.Equal(["(approve here)(https(:)//evil(.)test)", "(approve here)(https(:)//evil(.)test)"], Words(card));
    }

    private static string[] Words(JsonNode card)
        => [
            .. card["body"]!.AsArray()
                .Where(static element => (string?)element!["type"] is "RichTextBlock")
                .Select(static element => (string)element!["inlines"]![0]!["text"]!),
        ];
}
