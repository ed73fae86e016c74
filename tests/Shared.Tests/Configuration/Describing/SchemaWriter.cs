using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;
using TenantTokens.Configuration.Reading.Forms;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Shared.Tests.Configuration.Describing;

/// <summary>Writes rotation.schema.json (JSON Schema 2020-12) from the options.</summary>
internal static class SchemaWriter
{
    private const string DurationPattern = @"^(\d+\.)?\d{1,2}:\d{1,2}:\d{1,2}(\.\d{1,7})?$";
    private static readonly JsonSerializerOptions _format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    private static readonly Documentation _documentation = new(static code => code);

    public static string Write()
    {
        JsonObject schema = new() { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "rotation.json" };
        string description = $"{_documentation.Of(typeof(RotationOptions))} Durations are [d.]hh:mm:ss.";
        foreach ((string keyword, JsonNode? value) in Section(typeof(RotationOptions), description))
        {
            schema[keyword] = value?.DeepClone();
        }

        return schema.ToJsonString(_format) + "\n";
    }

    private static JsonObject Section(Type type, string description)
    {
        JsonObject properties = [];
        foreach (Setting setting in Setting.Of(type))
        {
            properties[setting.Key] = Describe(setting);
        }

        JsonObject section = new()
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["description"] = description,
            ["properties"] = properties,
        };
        IEnumerable<Setting> needed = Setting.Of(type).Where(static setting => setting.IsRequired);
        JsonArray required = [.. needed.Select(static setting => (JsonNode)setting.Key)];
        if (required.Count > 0)
        {
            section["required"] = required;
        }

        return section;
    }

    private static JsonObject Describe(Setting setting)
    {
        string description = _documentation.Of(setting.Property);
        if (setting is { SectionType: { } section, ItemType: null })
        {
            return Section(section, description);
        }

        JsonObject schema = setting switch
        {
            { IsMap: true } => new() { ["type"] = "object", ["additionalProperties"] = Form(setting.Form!) },
            { SectionType: { } type } => new() { ["type"] = "array", ["items"] = Section(type, _documentation.Of(type)) },
            { ItemType: not null } => new() { ["type"] = "array", ["uniqueItems"] = true, ["items"] = Form(setting.Form!) },
            _ => Form(setting.Form!),
        };
        if (setting.MinItems > 0)
        {
            schema["minItems"] = setting.MinItems;
        }

        if (Default(setting) is { } byDefault)
        {
            schema["default"] = byDefault;
        }

        schema["description"] = description + Limits(setting) + (setting.WhenAbsent is { } meaning ? $" When left out: {meaning}." : "");
        return schema;
    }

    /// <summary>What no keyword of a schema can say: limits of durations, and what is compared with another setting.</summary>
    private static string Limits(Setting setting)
        => setting.Form is DurationForm || setting.Comparison is not null
            ? $" {Capital(Words.Allowed(setting, static code => code))}."
            : "";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static JsonObject Form(IForm form) => form switch
    {
        SwitchForm => new() { ["type"] = "boolean" },
        WholeNumberForm number => new() { ["type"] = "integer", ["minimum"] = number.Min, ["maximum"] = number.Max },
        DurationForm => new() { ["type"] = "string", ["pattern"] = DurationPattern },
        TimeOfDayForm { To: "24:00" } => new() { ["type"] = "string", ["pattern"] = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" },
        TimeOfDayForm => new() { ["type"] = "string", ["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]$" },
        DateForm => new() { ["type"] = "string", ["format"] = "date" },
        BudgetForm => new() { ["type"] = "string", ["pattern"] = "^([0-9]{1,6}|[0-9]{1,3}%)$" },
        ChoiceForm choice => new() { ["enum"] = new JsonArray([.. choice.Names.Select(static name => (JsonNode)name)]) },
        PercentagesForm => new()
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 100 },
            ["minItems"] = 1,
            ["maxItems"] = 100,
        },
        TextForm text => Text(text.Rule),
        _ => throw new NotSupportedException($"{form.GetType().Name} has no schema."),
    };

    private static JsonObject Text(TextFormAttribute? rule)
    {
        JsonObject schema = new() { ["type"] = rule is { TakesNull: true } ? new JsonArray("string", "null") : "string" };
        foreach ((string keyword, JsonNode? value) in ((string, JsonNode?)[])[
            ("format", rule?.Format), ("pattern", rule?.Pattern), ("minLength", rule?.MinLength), ("maxLength", rule?.MaxLength)])
        {
            if (value is not null)
            {
                schema[keyword] = value;
            }
        }

        return schema;
    }

    private static JsonNode? Default(Setting setting) => setting.WhenAbsent is not null ? null : new SettingPath("", setting).Default switch
    {
        TimeSpan time when setting.Form is TimeOfDayForm => TimeOfDayAttribute.Text(time),
        TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
        int number => number,
        bool value => value,
        Enum member => ChoiceForm.NameOf(member),
        Uri address => address.OriginalString,
        IReadOnlyList<int> percentages => new JsonArray([.. percentages.Select(static percentage => (JsonNode)percentage)]),
        IReadOnlyDictionary<string, string> => new JsonObject(),
        ICollection { Count: 0 } => new JsonArray(),
        ICollection => throw new NotSupportedException($"{setting.Key} has items by default and no words for them."),
        null => null,
        object other => other.ToString(),
    };
}
