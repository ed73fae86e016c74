using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace TenantTokens.Configuration.Values;

/// <summary>Compares a setting with another one of the same section. Nothing is compared when either is null.</summary>
/// <param name="other">The property of the other setting.</param>
[AttributeUsage(AttributeTargets.Property)]
public abstract class ComparisonAttribute(string other) : ValidationAttribute
{
    /// <summary>The property of the other setting.</summary>
    public string Other { get; } = other;

    /// <summary>The key of the other setting.</summary>
    public string OtherKey => JsonNamingPolicy.CamelCase.ConvertName(Other);

    /// <inheritdoc />
    public sealed override bool RequiresValidationContext => true;

    /// <summary>Whether the setting and the other one are in order.</summary>
    /// <param name="comparison">Below 0 when the setting is less than the other one, 0 when they are equal, else above 0.</param>
    protected abstract bool IsInOrder(int comparison);

    /// <summary>Returns what the setting must be in relation to the other one, to follow "must".</summary>
    protected abstract string Relation(object value);

    /// <inheritdoc />
    protected sealed override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        PropertyInfo property = validationContext.ObjectType.GetProperty(Other)
            ?? throw new InvalidOperationException(
                $"{validationContext.ObjectType.Name} has no property {Other} to compare {validationContext.MemberName} with.");
        object? bound = property.GetValue(validationContext.ObjectInstance);
        return value is not IComparable comparable || bound is null || IsInOrder(comparable.CompareTo(bound))
            ? ValidationResult.Success
            : new ValidationResult(
                $"is {Text(value)} and must {Relation(value)} {OtherKey}, which is {Text(bound)}.",
                [validationContext.MemberName!]);
    }

    private static string Text(object value) => value switch
    {
        TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
