using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TenantTokens.Notifications.Mail;

/// <summary>Writes and reads the JSON of Azure Communication Services Email (CommunicationServicesEmail.json, 2023-03-31).</summary>
internal static partial class AzureMailBody
{
    /// <summary>
    /// Writes the request for a letter. Engagement tracking is off: with it, the service would rewrite our links and count who opens them.
    /// </summary>
    public static byte[] Write(string from, MailLetter letter)
    {
        JsonObject to = new() { ["address"] = letter.To };
        if (letter.ToName is { } name)
        {
            to["displayName"] = name;
        }

        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["senderAddress"] = from,
            ["content"] = new JsonObject { ["subject"] = letter.Subject, ["plainText"] = letter.Text, ["html"] = letter.Html },
            ["recipients"] = new JsonObject { ["to"] = new JsonArray(to) },
            ["headers"] = new JsonObject
            {
                ["Message-ID"] = $"<{letter.MessageId}>",
                ["In-Reply-To"] = $"<{letter.ThreadId}>",
                ["References"] = $"<{letter.ThreadId}>",
                ["Auto-Submitted"] = "auto-generated",
            },
            ["userEngagementTrackingDisabled"] = true,
        });
    }

    /// <summary>Reads status and error code of an operation; null where missing.</summary>
    public static (string? Status, string? Code) ReadStatus(BinaryData content)
        => Parse(content) is { } answer ? (Text(answer["status"]), CodeOf(answer)) : (null, null);

    /// <summary>
    /// Reads the error code of a refusal; null when there is none. The message is not read, because it may repeat what we sent.
    /// </summary>
    public static string? ReadError(BinaryData content) => Parse(content) is { } answer ? CodeOf(answer) : null;

    private static string? CodeOf(JsonObject answer)
        => Text((answer["error"] as JsonObject)?["code"]) is { } code && Code().IsMatch(code) ? code : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonObject? Parse(BinaryData content)
    {
        try
        {
            return JsonNode.Parse(content) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,60}\z")]
    private static partial Regex Code();
}
