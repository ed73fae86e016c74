using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading.Forms;

/// <summary>A duration as [d.]hh:mm:ss in a range.</summary>
internal sealed class DurationForm(DurationAttribute range) : IForm
{
    public TimeSpan Min => range.Min;

    public TimeSpan Max => range.Max;

    /// <inheritdoc />
    public string Allowed => $"a duration [d.]hh:mm:ss from {Min:c} to {Max:c}";

    /// <inheritdoc />
    public bool TryRead(JsonElement element, [NotNullWhen(true)] out object? value)
    {
        // Without a ':' .NET reads a bare number as days.
        value = element.ValueKind is JsonValueKind.String && element.GetString()!.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParseExact(element.GetString(), "c", CultureInfo.InvariantCulture, out TimeSpan duration)
            && range.IsValid(duration)
            ? duration
            : null;
        return value is not null;
    }
}
