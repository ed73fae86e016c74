using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using TenantTokens.Surfaces;

namespace TenantTokens.Notifications;

/// <summary>
/// A notification as a message with an Adaptive Card 1.5, as a Teams Workflows webhook accepts it
/// (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using). Its only action opens the gate's
/// page and cannot vote: everyone in the channel sees the card, so the page asks for a sign-in.
/// </summary>
internal static class TeamsCard
{
    /// <summary>The longest message, in bytes: less than the 28 KB that Teams accepts, to leave room for what the flow adds.</summary>
    public const int LongestMessage = 27_000;

    private const int LongestTitle = 200;
    private const int LongestText = 4000;
    private const int LongestFact = 500;
    private const int LongestItem = 300;
    private const int MaxFacts = 20;
    private const int MaxItems = 30;

    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes the message as JSON in UTF-8. What does not fit is cut, and the card says how much.</summary>
    public static byte[] Write(Notification notification)
    {
        int items = Math.Min(notification.Items.Count, MaxItems);
        int longest = LongestText;
        while (true)
        {
            byte[] message = Write(notification, longest, items);
            if (message.Length <= LongestMessage)
            {
                return message;
            }

            // The names of targets are cut before the text that says what to do.
            (items, longest) = items > 0 ? (items - 1, longest) : (0, longest / 2);
        }
    }

    private static byte[] Write(Notification notification, int longest, int items)
    {
        JsonArray body = [Heading(notification)];
        foreach (string paragraph in CardText.Cut(notification.Text, longest).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            body.Add(Words(paragraph, "Default"));
        }

        foreach (string item in notification.Items.Take(items))
        {
            body.Add(Words(CardText.Line(item, Math.Min(longest, LongestItem)), "None"));
        }

        if (notification.Items.Count > items)
        {
            body.Add(Words(string.Create(CultureInfo.InvariantCulture, $"and {notification.Items.Count - items:N0} more"), "None"));
        }

        body.Add(Facts(notification, longest));
        JsonObject message = Message(notification, body);
        if (notification.Page is { } page)
        {
            message["attachments"]![0]!["content"]!["actions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Action.OpenUrl",
                ["title"] = notification.Kind is NotificationKind.Superseded ? "Open the page" : "Review and decide",

                // Only the path is used: a query or fragment may hold what is not for a whole channel.
                ["url"] = page.GetLeftPart(UriPartial.Path),
            });
        }

        return JsonSerializer.SerializeToUtf8Bytes(message, _json);
    }

    private static JsonObject Facts(Notification notification, int longest) => new()
    {
        ["type"] = "FactSet",
        ["facts"] = new JsonArray([.. notification.Facts.Take(MaxFacts).Select(fact => new JsonObject
        {
            ["title"] = CardText.Line(fact.Title, Math.Min(longest, LongestTitle)),
            ["value"] = CardText.Line(fact.Value, Math.Min(longest, LongestFact)),
        })]),
    };

    private static JsonObject Message(Notification notification, JsonArray body) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["contentUrl"] = null,
            ["content"] = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                ["type"] = "AdaptiveCard",
                ["version"] = "1.5",
                ["fallbackText"] = CardText.Line(notification.Title, LongestTitle),
                ["msteams"] = new JsonObject { ["width"] = "Full" },
                ["body"] = body,
            },
        }),
    };

    private static JsonObject Heading(Notification notification) => new()
    {
        ["type"] = "TextBlock",
        ["style"] = "heading",
        ["size"] = "Large",
        ["weight"] = "Bolder",
        ["wrap"] = true,
        ["color"] = notification.Kind switch
        {
            NotificationKind.Held
                or NotificationKind.DarkAfterFinish
                or NotificationKind.Abandoned
                or NotificationKind.RunCommandsLeft
                or NotificationKind.Escalated
                or NotificationKind.DeadlinePassed
                => "Attention",
            NotificationKind.ApprovalNeeded or NotificationKind.Reminded or NotificationKind.Superseded => "Warning",
            NotificationKind.Finished or NotificationKind.ActiveGatesDone => "Good",
            _ => "Default",
        },
        ["text"] = CardText.Line(notification.Title, LongestTitle),
    };

    // A RichTextBlock shows its text unchanged, even in clients that read Markdown in a TextBlock.
    private static JsonObject Words(string text, string spacing)
        => new()
        {
            ["type"] = "RichTextBlock",
            ["spacing"] = spacing,
            ["inlines"] = new JsonArray(new JsonObject { ["type"] = "TextRun", ["text"] = text }),
        };
}
