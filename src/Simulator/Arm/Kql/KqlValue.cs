using System.Globalization;
using System.Text.Json.Nodes;

namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>Converts and compares values as Kusto does.</summary>
internal static class KqlValue
{
    /// <summary>Converts a value as tostring() does: null becomes an empty text, an object its JSON.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        JsonValue json when json.TryGetValue(out string? text) => text,
        JsonNode json => json.ToJsonString(),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public static bool IsTrue(object? value) => value is true || (value is JsonValue json && json.TryGetValue(out bool flag) && flag);

    /// <summary>Returns a property of a dynamic value; null when there is none, as in Kusto.</summary>
    public static object? Property(object? value, string name) => (value as JsonObject)?[name];

    public static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        JsonNode json => json.DeepClone(),
        bool flag => JsonValue.Create(flag),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create(Text(value)),
    };
}
