using System.ComponentModel.DataAnnotations;

namespace TenantTokens.Configuration.Values;

/// <summary>Refuses addresses that people paste instead of the base URL of the Dynatrace API, and says which address is right.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ApiAddressAttribute : ValidationAttribute
{
    /// <inheritdoc />
    public override bool RequiresValidationContext => true;

    /// <inheritdoc />
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
        => value is Uri url && ApiUrlRules.Mistake(url) is { } mistake
            ? new ValidationResult(mistake, [validationContext.MemberName!])
            : ValidationResult.Success;
}
