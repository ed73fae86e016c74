using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.Scenarios.Tests.Wire;

/// <summary>
/// One kind of request, as its published specification describes it: method, path, query, headers and body as one JSON document.
/// </summary>
internal sealed class WireSchema
{
    private static readonly EvaluationOptions _list = new() { OutputFormat = OutputFormat.List };
    private readonly JsonSchema _schema;
    private readonly string _method;
    private readonly Regex _path;

    private WireSchema(string file)
    {
        string text = File.ReadAllText(file);
        JsonObject root = JsonNode.Parse(text)!.AsObject();
        Name = Path.GetFileNameWithoutExtension(file);
        Source = new Uri((string)root["x-source"]!);
        ReadOn = DateOnly.ParseExact((string)root["x-read"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        _method = (string)root["properties"]!["method"]!["const"]!;
        _path = new Regex((string)root["properties"]!["path"]!["pattern"]!, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        _schema = JsonSchema.FromText(text);
    }

    /// <summary>Every one that is checked in.</summary>
    public static IReadOnlyList<WireSchema> All { get; } =
        [
            .. Directory.GetFiles(Path.Combine(Repository.Root, "tests/Scenarios.Tests/Wire/Schemas"), "*.json")
                .Order(StringComparer.Ordinal)
                .Select(static file => new WireSchema(file)),
        ];

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>The specification that it is made from.</summary>
    public Uri Source { get; }

    /// <summary>When that was read.</summary>
    public DateOnly ReadOn { get; }

    public override string ToString() => Name;

    /// <summary>Whether a request is of this kind: its method and its path say so.</summary>
    public bool IsFor(RequestSnapshot request) => request.Method == _method && _path.IsMatch(request.Path);

    /// <summary>What of a request the specification does not allow. Says where, never a value: values are secrets.</summary>
    public IEnumerable<string> ProblemsOf(RequestSnapshot request)
    {
        EvaluationResults results = _schema.Evaluate(Document(request), _list);
        return results.IsValid
            ? []
            : (results.Details ?? [])
                .Where(static detail => detail.Errors is not null)
                .SelectMany(
                    static detail => detail.Errors!.Select(error => $"{detail.InstanceLocation} ({error.Key} of {detail.EvaluationPath})"))
                .Distinct();
    }

    private static JsonElement Document(RequestSnapshot request)
    {
        JsonObject document = new()
        {
            ["method"] = request.Method,
            ["path"] = request.Path,
            ["query"] = Named(request.Query),
            ["headers"] = Named(request.Headers),
        };
        if (request.Body.Length > 0)
        {
            document["body"] = Body(request.Body);
        }

        return JsonSerializer.SerializeToElement(document);
    }

    private static JsonObject Named(IReadOnlyDictionary<string, string> values)
        => new(values.Select(static value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));

    private static JsonNode? Body(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
