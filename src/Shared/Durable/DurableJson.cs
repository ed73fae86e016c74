using System.Text.Json;
using System.Text.Json.Serialization;

namespace TenantTokens.Durable;

/// <summary>The one way inputs, results, events and ledger rows are written as JSON. Changes must keep old rows readable.</summary>
public static class DurableJson
{
    /// <summary>Web defaults, enums by name.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
