using System.Text.Json.Nodes;

namespace TenantTokens.Simulator.Teams;

/// <summary>Parses a message as strictly as Teams, which shows nothing of a card that it cannot read.</summary>
internal static class CardReader
{
    private static readonly string[] _actions = ["Action.OpenUrl", "Action.ShowCard", "Action.ToggleVisibility"];

    /// <summary>Returns what a reader of the channel sees.</summary>
    /// <exception cref="FormatException">The message is not a card that a webhook can post; the exception's message says why.</exception>
    public static NotificationSnapshot Read(JsonObject? message)
    {
        if ((string?)message?["type"] is not "message" || message["attachments"] is not JsonArray { Count: 1 } attachments)
        {
            throw new FormatException("The body must be a message with one attachment.");
        }

        if ((string?)attachments[0]?["contentType"] is not "application/vnd.microsoft.card.adaptive"
            || attachments[0]?["content"] is not JsonObject card)
        {
            throw new FormatException("The attachment must be an Adaptive Card.");
        }

        if ((string?)card["type"] is not "AdaptiveCard"
            || (string?)card["version"] is not ("1.4" or "1.5")
            || card["body"] is not JsonArray { Count: > 0 } body)
        {
            throw new FormatException("The content must be an AdaptiveCard of version 1.4 or 1.5 with a body.");
        }

        if ((card["actions"] as JsonArray)?.FirstOrDefault(static action => !_actions.Contains((string?)action?["type"])) is { } action)
        {
            throw new FormatException(
                $"A webhook's card cannot have the action {action["type"]}; allowed are: {string.Join(", ", _actions)}.");
        }

        List<string> lines = [.. body.SelectMany(Lines)];
        return new NotificationSnapshot(lines[0], string.Join('\n', lines.Skip(1)));
    }

    private static IEnumerable<string> Lines(JsonNode? element) => (string?)element?["type"] switch
    {
        "TextBlock" => [(string?)element["text"] ?? ""],
        "RichTextBlock"
            => [string.Concat(element["inlines"]!.AsArray().Select(static run => run is JsonValue ? (string?)run : (string?)run?["text"]))],
        "FactSet" => element["facts"]!.AsArray().Select(static fact => $"{(string?)fact?["title"]}: {(string?)fact?["value"]}"),
        var other => throw new FormatException($"The element {other} is not known here."),
    };
}
