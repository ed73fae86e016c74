namespace TenantTokens.Configuration.Values;

/// <summary>Refuses a value that is more than that of another setting of the same section.</summary>
/// <param name="other">The property of the other setting.</param>
public sealed class AtMostAttribute(string other) : ComparisonAttribute(other)
{
    /// <inheritdoc />
    protected override bool IsInOrder(int comparison) => comparison <= 0;

    /// <inheritdoc />
    protected override string Relation(object value) => "be at most";
}
