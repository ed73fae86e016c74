using System.Text.Json;

namespace TenantTokens.Dynatrace;

/// <summary>
/// Reads Dynatrace's error envelope (docs/facts/dynatrace.md §1.7): one error or an array of them, with <c>message</c> or
/// <c>description</c>.
/// </summary>
internal static class DynatraceError
{
    private const int Longest = 500;

    /// <summary>
    /// Returns the messages on one line, at most 500 characters. A body that is not an envelope is never quoted; a fixed text stands for
    /// it.
    /// </summary>
    public static string Read(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            return "no body";
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            string text = string.Join("; ", Errors(document.RootElement).SelectMany(Messages).Where(static message => message.Length > 0));
            return text.Length is 0 ? "no message" : text.Length > Longest ? text[..Longest] + "..." : text;
        }
        catch (JsonException)
        {
            return "a body that is not JSON";
        }
    }

    /// <summary>Whether a body is Dynatrace's own error envelope for a status. An answer that a proxy wrote is not.</summary>
    public static bool IsEnvelope(string? body, int status)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return IsEnvelope(document.RootElement, status);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsEnvelope(JsonElement root, int status) => root.ValueKind switch
    {
        JsonValueKind.Array => root.GetArrayLength() > 0 && root.EnumerateArray().All(error => IsEnvelope(error, status)),
        JsonValueKind.Object => root.TryGetProperty("error", out JsonElement error)
            && error.ValueKind is JsonValueKind.Object
            && error.TryGetProperty("code", out JsonElement code)
            && code.ValueKind is JsonValueKind.Number
            && code.TryGetInt32(out int said)
            && said == status,
        _ => false,
    };

    private static IEnumerable<JsonElement> Errors(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root.EnumerateArray().SelectMany(Errors),
        JsonValueKind.Object when root.TryGetProperty("error", out JsonElement error) => Errors(error),
        JsonValueKind.Object => [root],
        _ => [],
    };

    private static IEnumerable<string> Messages(JsonElement error)
    {
        yield return Text(error, "message") ?? Text(error, "description") ?? string.Empty;
        if (error.TryGetProperty("constraintViolations", out JsonElement violations) && violations.ValueKind is JsonValueKind.Array)
        {
            foreach (JsonElement violation in violations.EnumerateArray()
                .Where(static violation => violation.ValueKind is JsonValueKind.Object))
            {
                yield return Text(violation, "message") ?? string.Empty;
            }
        }
    }

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
