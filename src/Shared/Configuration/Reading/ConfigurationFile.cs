using System.Globalization;
using System.Text.Json;

namespace TenantTokens.Configuration.Reading;

/// <summary>The parsed file; finds the value at a path.</summary>
internal sealed class ConfigurationFile(JsonElement root)
{
    /// <summary>Returns the value at a path such as <c>$.environments[0].id</c>; null when there is none.</summary>
    public JsonElement? Find(string path)
    {
        JsonElement found = root;
        foreach (string part in path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            bool isItem = found.ValueKind is JsonValueKind.Array;
            if (isItem && int.Parse(part, CultureInfo.InvariantCulture) is var index && index < found.GetArrayLength())
            {
                found = found[index];
            }
            else if (isItem || found.ValueKind is not JsonValueKind.Object || !found.TryGetProperty(part, out found))
            {
                return null;
            }
        }

        return found;
    }
}
