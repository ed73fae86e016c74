using System.Text.Json.Nodes;

namespace TenantTokens.FunctionsTests.App;

/// <summary>
/// What functions.metadata tells the host, as lines that a person can compare: one for each function, by the kind of its trigger and its
/// name.
/// </summary>
internal static class FunctionsMetadata
{
    /// <summary>The file that the build puts beside the app, and so beside these tests, which refer to it.</summary>
    public static JsonArray Read()
        => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "functions.metadata")))!.AsArray();

    /// <summary>
    /// The lines. Left out are the class and method, which may move, and the names of parameters, which only the worker reads.
    /// </summary>
    public static IReadOnlyList<string> Render(JsonArray functions)
    {
        string[] lines =
            [.. functions.Select(static one => Line(one!.AsObject())).Order(StringComparer.Ordinal)];
        return
        [
            .. lines.GroupBy(static line => line.Split(' ')[0], StringComparer.Ordinal)
                .Select(static kind => $"{kind.Key}: {kind.Count()}"),
            .. lines,
        ];
    }

    /// <summary>What one has and the other has not; nothing when they are the same.</summary>
    public static string Difference(IReadOnlyList<string> wanted, IReadOnlyList<string> found)
        => string.Join(
            '\n', wanted.Except(found).Select(static line => $"- {line}").Concat(found.Except(wanted).Select(static line => $"+ {line}")));

    private static string Line(JsonObject function)
    {
        JsonObject[] bindings = [.. function["bindings"]!.AsArray().Select(static one => one!.AsObject()).OrderByDescending(IsTrigger)];
        string line = $"{bindings[0]["type"]} {function["name"]}{Settings(bindings[0])}";
        string retry = function["retry"] is JsonObject policy ? $"; retry{Settings(policy)}" : "";
        return string.Concat([line, .. bindings[1..].Select(static one => $"; {one["type"]}{Settings(one)}"), retry]);
    }

    private static bool IsTrigger(JsonObject binding)
        => binding["type"]!.GetValue<string>().EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    private static string Settings(JsonObject binding)
        => string.Concat(binding
            .Where(static one => IsSaid(one.Key, one.Value))
            .OrderBy(static one => one.Key, StringComparer.Ordinal)
            .Select(static one => $" {one.Key}={Text(one.Value)}"));

    private static bool IsSaid(string key, JsonNode? value) => key switch
    {
        "name" or "type" => false,
        "direction" => value!.GetValue<string>() is not "In",
        "properties" => value is not JsonObject { Count: 0 },
        _ => true,
    };

    private static string Text(JsonNode? value) => value switch
    {
        JsonArray several => string.Join(',', several.Select(static item => item!.ToString())),
        JsonValue one => one.ToString(),
        _ => value?.ToJsonString() ?? "null",
    };
}
