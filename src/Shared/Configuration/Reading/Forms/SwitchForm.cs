using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TenantTokens.Configuration.Reading.Forms;

/// <summary>True or false.</summary>
internal sealed class SwitchForm : IForm
{
    /// <inheritdoc />
    public string Allowed => "true or false";

    /// <inheritdoc />
    public bool TryRead(JsonElement element, [NotNullWhen(true)] out object? value)
    {
        value = element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
        return value is not null;
    }
}
