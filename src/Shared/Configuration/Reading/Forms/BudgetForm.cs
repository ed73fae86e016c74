using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading.Forms;

/// <summary>A <see cref="FailureBudget"/>: a number or a percentage, both written as text.</summary>
internal sealed class BudgetForm : IForm
{
    /// <inheritdoc />
    public string Allowed => FailureBudget.Allowed;

    /// <inheritdoc />
    public bool TryRead(JsonElement element, [NotNullWhen(true)] out object? value)
    {
        value = element.ValueKind is JsonValueKind.String && FailureBudget.TryParse(element.GetString(), out FailureBudget budget)
            ? budget
            : null;
        return value is not null;
    }
}
