using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading.Forms;

/// <summary>A local time of the day as hh:mm.</summary>
internal sealed class TimeOfDayForm(TimeOfDayAttribute range) : IForm
{
    public string From => range.From;

    public string To => range.To;

    /// <inheritdoc />
    public string Allowed => $"a local time hh:mm from {From} to {To}";

    /// <inheritdoc />
    public bool TryRead(JsonElement element, [NotNullWhen(true)] out object? value)
    {
        value = element.ValueKind is JsonValueKind.String
            && TimeOfDayAttribute.Parse(element.GetString()!) is { } time
            && range.IsValid(time)
            ? time
            : null;
        return value is not null;
    }
}
