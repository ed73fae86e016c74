using System.Text.Json.Nodes;

namespace TenantTokens.Infra.Tests.Arm;

/// <summary>A compiled template: main, or the nested one of a module.</summary>
/// <param name="Module">The symbolic name of the module; "main" for the outermost.</param>
/// <param name="Document">The template.</param>
/// <param name="Arguments">What its deployment passes for its parameters, as expressions of the template around it.</param>
internal sealed record ArmTemplate(string Module, JsonObject Document, JsonObject Arguments)
{
    /// <summary>The resources that it creates; those that it only refers to are left out.</summary>
    public IEnumerable<ArmResource> Resources => (Document["resources"] switch
    {
        JsonObject named => named.Select(static entry => (entry.Key, Value: entry.Value!.AsObject())),
        JsonArray listed => listed.Select(static (entry, index) => (Key: $"resource {index}", Value: entry!.AsObject())),
        _ => [],
    })
        .Where(static entry => entry.Value["existing"]?.GetValue<bool>() is not true)
        .Select(entry => new ArmResource(this, entry.Key, entry.Value));

    /// <summary>This template and those of its modules, however deep.</summary>
    public IEnumerable<ArmTemplate> WithNested()
        => Resources.Where(static resource => resource.Type is "Microsoft.Resources/deployments")
            .SelectMany(static resource => new ArmTemplate(
                resource.Name,
                resource.Document["properties"]!["template"]!.AsObject(),
                resource.Document["properties"]!["parameters"]?.AsObject() ?? []).WithNested())
            .Prepend(this);

    /// <summary>Every string in it that is an expression, with its path.</summary>
    public IEnumerable<(string Path, string Text)> Expressions()
        => Strings(Document, "$")
            .Where(static entry => entry.Text.StartsWith('[') && !entry.Text.StartsWith("[[", StringComparison.Ordinal));

    private static IEnumerable<(string Path, string Text)> Strings(JsonNode? node, string path) => node switch
    {
        // a nested one speaks for itself
        JsonObject value => value.SelectMany(entry => entry.Key is "template" ? [] : Strings(entry.Value, $"{path}.{entry.Key}")),
        JsonArray value => value.SelectMany((entry, index) => Strings(entry, $"{path}[{index}]")),
        JsonValue value when value.TryGetValue(out string? text) => [(path, text)],
        _ => [],
    };
}
