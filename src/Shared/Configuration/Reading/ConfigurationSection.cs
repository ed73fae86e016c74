using System.Globalization;
using System.Text.Json;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading;

/// <summary>
/// One object of the file. Each read names a key that is allowed and says what is wrong with its value; <see cref="End"/> names the keys that nobody
/// asked for. A section that is absent gives defaults and has no problems.
/// </summary>
internal sealed class ConfigurationSection
{
    private readonly JsonElement? _object;
    private readonly ConfigurationProblems _problems;
    private readonly List<string> _allowed = [];

    public ConfigurationSection(JsonElement? element, string path, ConfigurationProblems problems)
    {
        Path = path;
        _problems = problems;
        if (element is { ValueKind: JsonValueKind.Object } present)
        {
            _object = present;
        }
        else if (element is not null)
        {
            problems.Add(path, element, "must be an object.");
        }
    }

    public string Path { get; }

    public bool IsPresent => _object is not null;

    /// <summary>A key that is allowed and means nothing.</summary>
    public void Ignore(string name) => _allowed.Add(name);

    /// <summary>True when the key stands there, whatever its value.</summary>
    public bool Has(string name) => _object is { } element && element.TryGetProperty(name, out _);

    public void Problem(string name, string message) => _problems.Add(ConfigurationProblems.Child(Path, name), Value(name), message);

    public ConfigurationSection Section(string name, bool required = false)
        => new(Find(name, required), ConfigurationProblems.Child(Path, name), _problems);

    /// <summary>A string; null when it is absent, null where that is allowed, or wrong.</summary>
    /// <param name="name">The key.</param>
    /// <param name="check">True when the value is allowed.</param>
    /// <param name="allowed">What is allowed, for the message.</param>
    /// <param name="required">Whether it must stand there.</param>
    /// <param name="nullable">Whether JSON's null means absent.</param>
    /// <param name="mayShow">False for a wrong value that could hold a secret; always true when null.</param>
    public string? Text(string name, Func<string, bool> check, string allowed, bool required = false, bool nullable = false, Func<string, bool>? mayShow = null)
    {
        if (Find(name, required) is not { } value || (nullable && value.ValueKind is JsonValueKind.Null))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.String && check(value.GetString()!))
        {
            return value.GetString();
        }

        bool isShown = mayShow is null || (value.ValueKind is JsonValueKind.String && mayShow(value.GetString()!));
        _problems.Add(ConfigurationProblems.Child(Path, name), isShown ? value : null, $"must be {allowed}{(isShown ? "." : "; the value is not shown.")}");
        return null;
    }

    public bool Boolean(string name, bool byDefault)
    {
        if (Find(name, required: false) is not { } value)
        {
            return byDefault;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        _problems.Add(ConfigurationProblems.Child(Path, name), value, "must be true or false.");
        return byDefault;
    }

    public int Integer(string name, int byDefault, int least, int most)
    {
        if (Find(name, required: false) is not { } value)
        {
            return byDefault;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most)
        {
            return number;
        }

        _problems.Add(ConfigurationProblems.Child(Path, name), value, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}."));
        return byDefault;
    }

    public TimeSpan Duration(string name, TimeSpan byDefault, TimeSpan least, TimeSpan most)
    {
        if (Find(name, required: false) is not { } value)
        {
            return byDefault;
        }

        // Without the ':' a bare number would be days.
        if (value.ValueKind is JsonValueKind.String && value.GetString()!.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParseExact(value.GetString(), "c", CultureInfo.InvariantCulture, out TimeSpan duration) && duration >= least && duration <= most)
        {
            return duration;
        }

        _problems.Add(ConfigurationProblems.Child(Path, name), value, $"must be a duration [d.]hh:mm:ss from {least:c} to {most:c}.");
        return byDefault;
    }

    /// <summary>The items of an array; none when it is absent or wrong.</summary>
    public IReadOnlyList<(JsonElement Element, string Path)> Items(string name, bool required, string ofWhat)
    {
        string path = ConfigurationProblems.Child(Path, name);
        if (Find(name, required) is not { } value)
        {
            return [];
        }

        if (value.ValueKind is not JsonValueKind.Array || (required && value.GetArrayLength() is 0))
        {
            _problems.Add(path, value, $"must be an array of {(required ? "at least one " : string.Empty)}{ofWhat}.");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => (item, ConfigurationProblems.Item(path, index)))];
    }

    /// <summary>A key that is allowed and that does not stand there.</summary>
    public T? Absent<T>(string name)
    {
        Ignore(name);
        return default;
    }

    /// <summary>Percentages, rising, from 1 to 100, the last one 100.</summary>
    public IReadOnlyList<int> Percentages(string name, IReadOnlyList<int> byDefault)
    {
        if (Find(name, required: false) is not { } value)
        {
            return byDefault;
        }

        List<int> percentages = [];
        foreach (JsonElement item in value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : default)
        {
            int least = percentages is [.., var last] ? last : 0;
            if (item.ValueKind is not JsonValueKind.Number || !item.TryGetInt32(out int percentage) || percentage <= least)
            {
                percentages.Clear();
                break;
            }

            percentages.Add(percentage);
        }

        if (percentages is [.., 100])
        {
            return percentages;
        }

        _problems.Add(ConfigurationProblems.Child(Path, name), value, "must be an array of rising whole numbers from 1 to 100 that ends with 100, such as [10, 50, 100].");
        return byDefault;
    }

    /// <summary>An array of names of people and groups, trimmed and in one form, no two of them one person's.</summary>
    public IReadOnlyList<string> Names(string name) => Texts(name, PersonName.IsValid, PersonName.Allowed, required: false, PersonName.Normalize);

    /// <summary>An array of strings, each allowed and no two the same but for case.</summary>
    public IReadOnlyList<string> Texts(string name, Func<string, bool> check, string ofWhat, bool required = false, Func<string, string>? normalize = null)
    {
        List<string> texts = [];
        foreach ((JsonElement element, string path) in Items(name, required, ofWhat))
        {
            if (element.ValueKind is not JsonValueKind.String || !check(element.GetString()!))
            {
                _problems.Add(path, element, $"must be one of {ofWhat}.");
            }
            else if (texts.Contains(Normal(element), StringComparer.OrdinalIgnoreCase))
            {
                _problems.Add(path, element, "stands there twice.");
            }
            else
            {
                texts.Add(Normal(element));
            }
        }

        return texts;

        string Normal(JsonElement element) => normalize?.Invoke(element.GetString()!) ?? element.GetString()!;
    }

    /// <summary>An object of names, no two the same but for case, and their mail addresses.</summary>
    public IReadOnlyDictionary<string, string> Addresses(string name)
    {
        Dictionary<string, string> addresses = new(StringComparer.OrdinalIgnoreCase);
        ConfigurationSection section = Section(name);
        foreach (JsonProperty property in section._object is { } element ? element.EnumerateObject() : default)
        {
            string path = ConfigurationProblems.Child(section.Path, property.Name);
            if (!PersonName.IsValid(property.Name))
            {
                _problems.Add(path, null, $"is no {PersonName.Allowed}.");
            }
            else if (property.Value.ValueKind is not JsonValueKind.String || !MailAddress.IsValid(property.Value.GetString()!))
            {
                _problems.Add(path, property.Value, $"must be {MailAddress.Allowed}.");
            }
            else if (!addresses.TryAdd(PersonName.Normalize(property.Name), property.Value.GetString()!))
            {
                _problems.Add(path, null, "stands there twice.");
            }
        }

        return addresses;
    }

    /// <summary>Names the keys that are unknown or given twice. Their values are not shown: nobody knows what they are.</summary>
    public void End()
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in _object is { } element ? element.EnumerateObject() : default)
        {
            string path = ConfigurationProblems.Child(Path, property.Name);
            if (!seen.Add(property.Name))
            {
                _problems.Add(path, null, "stands there twice.");
            }
            else if (!_allowed.Contains(property.Name, StringComparer.Ordinal))
            {
                _problems.Add(path, null, $"is unknown; allowed are: {string.Join(", ", _allowed)}.");
            }
        }
    }

    private JsonElement? Find(string name, bool required)
    {
        _allowed.Add(name);
        JsonElement? value = Value(name);
        if (value is null && required && IsPresent)
        {
            _problems.Add(ConfigurationProblems.Child(Path, name), null, "is required.");
        }

        return value;
    }

    private JsonElement? Value(string name) => _object is { } element && element.TryGetProperty(name, out JsonElement value) ? value : null;
}
