using System.ComponentModel.DataAnnotations;

namespace TenantTokens.Configuration.Values;

/// <summary>Accepts a list of percentages that rise and end with 100.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PercentagesAttribute : ValidationAttribute
{
    /// <summary>The allowed values, to follow "must be".</summary>
    public const string Allowed = "an array of rising whole numbers from 1 to 100 that ends with 100, such as [10, 50, 100]";

    /// <inheritdoc />
    public override bool IsValid(object? value)
        => value is not IReadOnlyList<int> percentages
            || (percentages is [.., 100] && percentages.Prepend(0).Zip(percentages).All(static pair => pair.First < pair.Second));
}
