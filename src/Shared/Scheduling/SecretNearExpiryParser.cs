using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TenantTokens.Scheduling;

/// <summary>
/// Reads a near-expiry event in the CloudEvents or the Event Grid schema, alone or as the only item of an array. The text is JSON or Base64
/// of JSON: Event Grid writes Base64 into a storage queue, people write JSON. Keys may have any case and surrounding spaces, as in the
/// documented samples; numbers may be texts; unknown keys are ignored.
/// </summary>
public static class SecretNearExpiryParser
{
    private const int LongestId = 200;

    /// <summary>Reads a message. What is wrong with it is part of the result.</summary>
    public static Result Parse(string message)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Json(message));
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            string place = $"line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}";
            return Unreadable($"It is neither JSON nor Base64 of JSON: {place}.");
        }
        catch (InvalidOperationException)
        {
            return Unreadable("It is JSON, but one of its strings is not valid Unicode.");
        }
    }

    /// <summary>Returns the message, decoded when it is Base64. JSON objects and arrays never begin with a Base64 character.</summary>
    private static string Json(string message)
    {
        string text = message.Trim().TrimStart('\uFEFF');
        byte[] decoded = new byte[text.Length];
        return text is ['{' or '[', ..] || !Convert.TryFromBase64String(text, decoded, out int length) || length is 0
            ? text
            : Encoding.UTF8.GetString(decoded, 0, length).TrimStart('\uFEFF');
    }

    private static Result Read(JsonElement root)
    {
        if (root.ValueKind is JsonValueKind.Array)
        {
            return root.GetArrayLength() == 1
                ? Read(root[0])
                : Unreadable($"$: an array of {root.GetArrayLength()} events; hand them over one at a time.");
        }

        if ((Text(root, "type") ?? Text(root, "eventType")) is not { Length: > 0 } type)
        {
            return Unreadable($"$.type or $.eventType: is missing or empty; a near-expiry event has {SecretNearExpiry.EventType}.");
        }

        return type == SecretNearExpiry.EventType ? ReadNearExpiry(root) : new(OtherType: Short(type));
    }

    private static Result ReadNearExpiry(JsonElement root)
    {
        if (Text(root, "id") is not { Length: > 0 and <= LongestId } id)
        {
            return Unreadable($"$.id: '{Short(Text(root, "id"))}' must be 1 to {LongestId} characters.");
        }

        if (Find(root, "data") is not { ValueKind: JsonValueKind.Object } data)
        {
            return Unreadable("$.data: is missing, or not an object.");
        }

        if (Expiry(data) is not { } expiresOn)
        {
            return Unreadable($"$.data.EXP: '{Short(Text(data, "EXP"))}' must be seconds since 1970.");
        }

        return Subject(data) is { } subject
            ? new(new SecretNearExpiry(id, subject.Vault, subject.Name, subject.Version, expiresOn))
            : Unreadable(
                $"$.data: Id '{Short(Text(data, "Id"))}' must be https://{{vault}}/secrets/{{name}}/{{version}}, "
                + "or VaultName, ObjectName and Version must be there.");
    }

    private static Result Unreadable(string problem) => new(Problem: problem);

    private static (string Vault, string Name, string Version)? Subject(JsonElement data)
    {
        if (Uri.TryCreate(Text(data, "Id"), UriKind.Absolute, out Uri? id)
            && id.AbsolutePath.Split('/') is ["", "secrets", { Length: > 0 } secret, { Length: > 0 } version])
        {
            return (id.Authority, secret, version);
        }

        return (Text(data, "VaultName"), Text(data, "ObjectName"), Text(data, "Version"))
            is ({ Length: > 0 } vault, { Length: > 0 } name, { Length: > 0 } of)
            ? (vault, name, of)
            : null;
    }

    private static DateTimeOffset? Expiry(JsonElement data)
        => double.TryParse(Text(data, "EXP"), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    private static string? Text(JsonElement parent, string name) => Find(parent, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static JsonElement? Find(JsonElement parent, string name)
    {
        foreach (JsonProperty property in parent.ValueKind is JsonValueKind.Object ? parent.EnumerateObject() : default)
        {
            if (property.Name.AsSpan().Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    private static string Short(string? value) => value is null ? "(missing)" : value.Length <= 80 ? value : value[..80] + "...";

    /// <summary>The content of a message. Exactly one of the three is set.</summary>
    /// <param name="NearExpiry">The event, when it is a near-expiry event.</param>
    /// <param name="OtherType">The type of the event, when it is another one.</param>
    /// <param name="Problem">Why the message could not be read: the place, and what is allowed there.</param>
    public sealed record Result(SecretNearExpiry? NearExpiry = null, string? OtherType = null, string? Problem = null);
}
