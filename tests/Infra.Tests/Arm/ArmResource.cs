using System.Text.Json.Nodes;

namespace TenantTokens.Infra.Tests.Arm;

/// <summary>A resource of a template.</summary>
/// <param name="Template">Where it stands.</param>
/// <param name="Name">Its symbolic name.</param>
/// <param name="Document">The resource.</param>
internal sealed record ArmResource(ArmTemplate Template, string Name, JsonObject Document)
{
    /// <summary>For example Microsoft.Storage/storageAccounts.</summary>
    public string Type => Document["type"]!.GetValue<string>();

    /// <summary>A property by its path, for example <c>properties.minimumTlsVersion</c>, as text; null when it is not there.</summary>
    public string? this[string path] => Find(path) switch
    {
        JsonValue value => value.ToString(),
        { } other => other.ToJsonString(),
        null => null,
    };

    /// <summary>A property by its path.</summary>
    public JsonNode? Find(string path)
    {
        JsonNode? node = Document;
        foreach (string step in path.Split('.'))
        {
            node = (node as JsonObject)?[step];
        }

        return node;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Template.Module}/{Name} ({Type})";
}
