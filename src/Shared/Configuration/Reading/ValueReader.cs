using System.Text.Json;
using TenantTokens.Configuration.Reading.Forms;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading;

/// <summary>Reads values, lists of values and maps of names to values, and reports what is wrong with them.</summary>
/// <param name="problems">Collects the mistakes.</param>
/// <param name="directory">The folder that relative paths start from.</param>
internal sealed class ValueReader(ConfigurationProblems problems, string directory)
{
    /// <summary>Reads a value; null when it is wrong.</summary>
    public object? Read(Setting setting, JsonElement element, string path)
    {
        IForm form = setting.Form!;
        if (!form.TryRead(element, out object? value))
        {
            bool isShown = form.MayShow(element);
            problems.Add(path, isShown ? element : null, $"must be {form.Allowed}{(isShown ? "." : "; the value is not shown.")}");
            return null;
        }

        return form is TextForm { Rule: PemFileAttribute } ? ReadPemFile((string)value, element, path) : value;
    }

    /// <summary>Reads a list into an array of its item type and leaves out wrong items; empty when the value is not a list.</summary>
    public object? ReadList(Setting setting, JsonElement element, string path)
    {
        List<object> values = [];
        foreach ((JsonElement item, string itemPath) in Items(setting, element, path))
        {
            if (Read(setting, item, itemPath) is not { } value)
            {
                continue;
            }

            if (values.Exists(other => IsSame(other, value)))
            {
                problems.Add(itemPath, item, "is listed twice.");
            }
            else
            {
                values.Add(value);
            }
        }

        Array typed = Array.CreateInstance(setting.ItemType!, values.Count);
        values.ToArray().CopyTo(typed, 0);
        return typed;
    }

    /// <summary>Reads a map of names of people to texts. Names are compared without regard to case.</summary>
    public Dictionary<string, string>? ReadMap(Setting setting, JsonElement element, string path)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            problems.Add(path, element, "must be an object.");
            return null;
        }

        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string child = ConfigurationProblems.Child(path, property.Name);
            if (!PersonName.IsValid(property.Name))
            {
                problems.Add(child, null, $"must be the value of a {PersonName.Allowed}.");
            }
            else if (Read(setting, property.Value, child) is string value && !values.TryAdd(PersonName.Normalize(property.Name), value))
            {
                problems.Add(child, null, "appears twice.");
            }
        }

        return values;
    }

    /// <summary>Returns the items of an array; empty when the value is not an array, or too short.</summary>
    public IReadOnlyList<(JsonElement Element, string Path)> Items(Setting setting, JsonElement element, string path)
    {
        if (element.ValueKind is JsonValueKind.Array && element.GetArrayLength() >= setting.MinItems)
        {
            return [.. element.EnumerateArray().Select((item, index) => (item, ConfigurationProblems.Item(path, index)))];
        }

        string length = setting.MinItems > 0 ? " with at least one item" : "";
        problems.Add(path, element, $"must be an array{length}; each item must be {setting.Form?.Allowed ?? "an object"}.");
        return [];
    }

    private string ReadPemFile(string path, JsonElement element, string jsonPath)
    {
        string file = Path.GetFullPath(path, directory);
        try
        {
            TrustedAuthority.Read(file);
        }
        catch (InvalidOperationException exception)
        {
            problems.Add(jsonPath, element, exception.Message);
        }

        return file;
    }

    private static bool IsSame(object one, object other)
        => one is string text && other is string otherText
            ? string.Equals(text, otherText, StringComparison.OrdinalIgnoreCase)
            : one.Equals(other);
}
