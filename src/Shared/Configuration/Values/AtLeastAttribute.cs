namespace TenantTokens.Configuration.Values;

/// <summary>Refuses a value that is less than that of another setting of the same section, or a date before it.</summary>
/// <param name="other">The property of the other setting.</param>
public sealed class AtLeastAttribute(string other) : ComparisonAttribute(other)
{
    /// <inheritdoc />
    protected override bool IsInOrder(int comparison) => comparison >= 0;

    /// <inheritdoc />
    protected override string Relation(object value) => value is DateOnly ? "not be before" : "be at least";
}
