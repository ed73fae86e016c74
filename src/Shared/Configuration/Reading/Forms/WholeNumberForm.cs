using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace TenantTokens.Configuration.Reading.Forms;

/// <summary>A whole number in a range.</summary>
internal sealed class WholeNumberForm(RangeAttribute range) : IForm
{
    public int Min { get; } = (int)range.Minimum;

    public int Max { get; } = (int)range.Maximum;

    /// <inheritdoc />
    public string Allowed => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Min} to {Max}");

    /// <inheritdoc />
    public bool TryRead(JsonElement element, [NotNullWhen(true)] out object? value)
    {
        value = element.ValueKind is JsonValueKind.Number && element.TryGetInt32(out int number) && range.IsValid(number) ? number : null;
        return value is not null;
    }
}
