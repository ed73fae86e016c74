using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading.Forms;

/// <summary>An array of percentages.</summary>
internal sealed class PercentagesForm(PercentagesAttribute rule) : IForm
{
    /// <inheritdoc />
    public string Allowed => PercentagesAttribute.Allowed;

    /// <inheritdoc />
    public bool TryRead(JsonElement element, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (element.ValueKind is not JsonValueKind.Array)
        {
            return false;
        }

        // 0 is never allowed, so it stands for everything that is not a whole number.
        int[] percentages = [.. element.EnumerateArray().Select(static item
            => item.ValueKind is JsonValueKind.Number && item.TryGetInt32(out int number) ? number : 0)];
        value = rule.IsValid(percentages) ? percentages : null;
        return value is not null;
    }
}
