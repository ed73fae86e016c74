using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading.Forms;

/// <summary>A text, read as a string or as an address.</summary>
/// <param name="rule">Which texts are allowed; null for any.</param>
/// <param name="isAddress">Whether the value becomes a <see cref="Uri"/>.</param>
internal sealed class TextForm(TextFormAttribute? rule, bool isAddress) : IForm
{
    public TextFormAttribute? Rule => rule;

    /// <inheritdoc />
    public string Allowed => rule?.Allowed ?? "a text";

    /// <inheritdoc />
    public bool TryRead(JsonElement element, [NotNullWhen(true)] out object? value)
    {
        string? text = element.ValueKind is JsonValueKind.String ? element.GetString() : null;
        value = text is null || rule?.Matches(text) is false ? null : isAddress ? new Uri(text) : rule?.Normalize(text) ?? text;
        return value is not null;
    }

    /// <inheritdoc />
    public bool MayShow(JsonElement element)
        => rule?.MayShow(element.ValueKind is JsonValueKind.String ? element.GetString()! : element.GetRawText()) ?? true;
}
