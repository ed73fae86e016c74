using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TenantTokens.Configuration.Reading.Forms;

/// <summary>A member of an enum, written in camel case.</summary>
internal sealed class ChoiceForm : IForm
{
    private readonly Dictionary<string, object> _members = new(StringComparer.Ordinal);

    public ChoiceForm(Type type)
    {
        foreach (object member in Enum.GetValues(type))
        {
            _members.Add(NameOf(member), member);
        }
    }

    public IEnumerable<string> Names => _members.Keys;

    /// <inheritdoc />
    public string Allowed
    {
        get
        {
            string[] names = [.. Names.Select(static name => $"\"{name}\"")];
            return $"{string.Join(", ", names[..^1])} or {names[^1]}";
        }
    }

    public static string NameOf(object member) => JsonNamingPolicy.CamelCase.ConvertName(member.ToString()!);

    /// <inheritdoc />
    public bool TryRead(JsonElement element, [NotNullWhen(true)] out object? value)
    {
        value = null;
        return element.ValueKind is JsonValueKind.String && _members.TryGetValue(element.GetString()!, out value);
    }
}
