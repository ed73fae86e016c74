using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace TenantTokens.Configuration.Reading.Forms;

/// <summary>A date as yyyy-MM-dd.</summary>
internal sealed class DateForm : IForm
{
    private const string Pattern = "yyyy-MM-dd";

    /// <inheritdoc />
    public string Allowed => $"a date {Pattern}";

    /// <inheritdoc />
    public bool TryRead(JsonElement element, [NotNullWhen(true)] out object? value)
    {
        value = element.ValueKind is JsonValueKind.String
            && DateOnly.TryParseExact(element.GetString(), Pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date
            : null;
        return value is not null;
    }
}
