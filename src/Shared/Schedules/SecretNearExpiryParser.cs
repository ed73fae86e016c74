using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace TenantTokens.Schedules;

/// <summary>
/// Reads a near-expiry event in the CloudEvents or the Event Grid schema, alone or as the one item of an array. Lenient: keys in any case and with
/// spaces around them, as the documented samples have them; numbers as text; what it does not know it passes over.
/// </summary>
public static class SecretNearExpiryParser
{
    private const int LongestId = 200;

    /// <summary>Reads an event.</summary>
    /// <param name="json">The event.</param>
    /// <param name="nearExpiry">The event; null when it is none.</param>
    /// <param name="problem">What is wrong, where and what is allowed; null when nothing is.</param>
    public static bool TryParse(string json, [NotNullWhen(true)] out SecretNearExpiry? nearExpiry, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            (nearExpiry, problem) = Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            (nearExpiry, problem) = (null, $"The event is no JSON: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}.");
        }

        return nearExpiry is not null;
    }

    private static (SecretNearExpiry? Event, string? Problem) Read(JsonElement root)
    {
        if (root.ValueKind is JsonValueKind.Array)
        {
            return root.GetArrayLength() == 1 ? Read(root[0]) : (null, $"$: an array of {root.GetArrayLength()} events; hand them over one at a time.");
        }

        string? type = Text(root, "type") ?? Text(root, "eventType");
        if (type != SecretNearExpiry.EventType)
        {
            return (null, $"$.type or $.eventType: '{Short(type)}' must be {SecretNearExpiry.EventType}.");
        }

        if (Text(root, "id") is not { Length: > 0 and <= LongestId } id)
        {
            return (null, $"$.id: '{Short(Text(root, "id"))}' must be 1 to {LongestId} characters.");
        }

        if (Find(root, "data") is not { ValueKind: JsonValueKind.Object } data)
        {
            return (null, "$.data: is missing or no object.");
        }

        if (Expiry(data) is not { } expiresOn)
        {
            return (null, $"$.data.EXP: '{Short(Text(data, "EXP"))}' must be seconds since 1970.");
        }

        return Subject(data) is { } subject
            ? (new(id, subject.Vault, subject.Name, subject.Version, expiresOn), null)
            : (null, $"$.data: Id '{Short(Text(data, "Id"))}' must be https://{{vault}}/secrets/{{name}}/{{version}}, or VaultName, ObjectName and Version must be there.");
    }

    private static (string Vault, string Name, string Version)? Subject(JsonElement data)
    {
        if (Uri.TryCreate(Text(data, "Id"), UriKind.Absolute, out Uri? id) && id.AbsolutePath.Split('/') is ["", "secrets", { Length: > 0 } secret, { Length: > 0 } version])
        {
            return (id.Authority, secret, version);
        }

        return (Text(data, "VaultName"), Text(data, "ObjectName"), Text(data, "Version")) is ({ Length: > 0 } vault, { Length: > 0 } name, { Length: > 0 } of) ? (vault, name, of) : null;
    }

    private static DateTimeOffset? Expiry(JsonElement data)
        => double.TryParse(Text(data, "EXP"), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 253_402_300_800
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
}
