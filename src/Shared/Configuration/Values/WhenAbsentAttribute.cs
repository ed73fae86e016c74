namespace TenantTokens.Configuration.Values;

/// <summary>
/// Says what counts when a setting is left out whose default is not a value of its own. For docs/policy.md and the schema.
/// </summary>
/// <param name="meaning">What counts then.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WhenAbsentAttribute(string meaning) : Attribute
{
    /// <summary>What counts then.</summary>
    public string Meaning { get; } = meaning;
}
